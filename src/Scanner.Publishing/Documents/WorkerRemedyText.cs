using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>What to do, for whoever runs the worker: it asks again by itself, and its settings are keys of its configuration.</summary>
public static class WorkerRemedyText
{
    private const string ReadyPolicy = "apply the admission policy for ephemeral containers that the explanation of the namespace ends with";

    /// <summary>As one text: see <see cref="Advice.ToString"/>.</summary>
    public static string Of(Remedy remedy) => Advise(remedy).ToString();

    public static Advice Advise(Remedy remedy) => remedy switch
    {
        Remedy.AllowMoreTime => new("nothing if it passes, since it is asked again by itself; else start scanner run with a longer --request-timeout"),
        Remedy.RaiseFence => RemedyText.Advise(remedy).Noting("or decide to live with it: set requireFence to false"),
        Remedy.EnableProbing => new("set probe.enabled to true in the configuration"),
        Remedy.AskAgain { Namespace: var ns } => CommandRemedyText.Probe(ns).Noting("nothing if it passes, since it is asked again by itself; else look at request and answer"),
        // The policy is as long as all the rest of a finding, and a worker may have ten thousand of them.
        Remedy.DenyByPolicy { Namespaces: [var ns] } => Explain(ns).Noting(ReadyPolicy),
        Remedy.CloseMeanwhile { Mend: var mend, Close: Remedy.DenyByPolicy { Namespaces: [var ns] } } => Explain(ns).Noting($"{Advise(mend).Note}; until then {ReadyPolicy}"),
        _ => RemedyText.Advise(remedy),
    };

    private static Advice Explain(string ns) => Advice.Of(Command.Of("scanner", "explain", "-n", ns));
}
