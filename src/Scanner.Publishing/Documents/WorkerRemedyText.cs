using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>What to do, in words for whoever runs the worker: it asks again by itself, and its settings are keys of its configuration.</summary>
public static class WorkerRemedyText
{
    public static string Of(Remedy remedy) => remedy switch
    {
        Remedy.AllowMoreTime => "nothing if it passes, since it is asked again by itself; else start scanner run with a longer --request-timeout",
        Remedy.EnableProbing => "set probe.enabled to true in the configuration",
        Remedy.AskAgain { Namespace: var ns } => $"nothing if it passes, since it is asked again by itself; else scanner probe {ns} shows request and answer",
        _ => RemedyText.Of(remedy),
    };
}
