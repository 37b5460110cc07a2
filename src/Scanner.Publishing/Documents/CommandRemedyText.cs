using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>What to do, in words for whoever runs a command: what concerns the scanner itself is done by flags.</summary>
public static class CommandRemedyText
{
    public static string Of(Remedy remedy) => remedy switch
    {
        Remedy.AllowMoreTime => "scan again, or give more time with --request-timeout",
        Remedy.EnableProbing => "scan without --no-probe",
        Remedy.AskCluster { Namespace: var ns } => $"for a verdict ask the cluster: scanner scan -n {ns}",
        Remedy.AskAgain { Namespace: var ns } => $"scan again; if it stays, scanner probe {ns} shows request and answer",
        _ => RemedyText.Of(remedy),
    };
}
