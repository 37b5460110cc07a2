using Scanner.Core.Cluster;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Inventory;

/// <summary>A rule that looks at one ephemeral container at a time.</summary>
internal abstract class EphemeralContainerRule(string id, string title, Severity severity, string because) : IRule<EphemeralContainerRecord>
{
    public RuleIdentity Identity { get; } = new(id, title, severity, because);

    public IEnumerable<Finding> Evaluate(EphemeralContainerRecord item, RuleContext context)
    {
        if (Judge(item, context) is var (message, rating))
        {
            yield return Identity.Find(
                Resources.Pod(item.Namespace, item.Pod), message, new Remedy.ReplacePod(item.Namespace, item.Pod), item.Container.Name, rating) with
            {
                Cause = $"ephemeral containers of pod {item.Namespace}/{item.Pod} {Several(context)}",
            };
        }
    }

    /// <summary>Null when the rule is content.</summary>
    protected abstract (string Message, Rating Rating)? Judge(EphemeralContainerRecord record, RuleContext context);

    /// <summary>What it says of several containers of one pod, which go together: goes on after them.</summary>
    protected abstract string Several(RuleContext context);

    /// <summary>What it is, who added it and when, as far as the pod tells.</summary>
    protected static string Describe(EphemeralContainerRecord record)
    {
        var container = record.Container;
        var by = container.Manager is { } manager ? $", added by {manager}" : "";
        var when = container.Since is { } time ? $", there since {time:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "";
        return $"ephemeral container {container.Name} ({container.Image ?? "no image"}, {container.State}{by}{when})";
    }
}
