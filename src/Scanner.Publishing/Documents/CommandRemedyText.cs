using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>What to do, for whoever runs a command: what concerns the scanner itself is done by flags.</summary>
public static class CommandRemedyText
{
    /// <summary>As one text: see <see cref="Advice.ToString"/>.</summary>
    public static string Of(Remedy remedy) => Advise(remedy).ToString();

    public static Advice Advise(Remedy remedy) => remedy switch
    {
        Remedy.AllowMoreTime => new("scan again, or give more time with --request-timeout"),
        Remedy.EnableProbing => new("scan without --no-probe"),
        Remedy.AskCluster { Namespace: var ns } => Advice.Of(Command.Of("scanner", "scan", "-n", Word.InNamespace(ns))).Noting("for a verdict ask the cluster"),
        Remedy.AskAgain { Namespace: var ns } => Probe(ns).Noting("scan again; if it stays, look at request and answer"),
        _ => RemedyText.Advise(remedy),
    };

    /// <summary>Shows request and answer.</summary>
    internal static Advice Probe(string? ns) => Advice.Of(Command.Of("scanner", "probe", Word.InNamespace(ns)));
}
