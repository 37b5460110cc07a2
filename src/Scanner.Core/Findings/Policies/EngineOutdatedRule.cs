using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Policies;

/// <summary>A version that is known to let ephemeral containers pass, unless what must hold for that does not hold here.</summary>
internal sealed class EngineOutdatedRule : IRule<OutdatedVersion>
{
    public RuleIdentity Identity { get; } = new("ES407", "EngineOutdated", Severity.Medium, "a newer version mends it");

    public IEnumerable<Finding> Evaluate(OutdatedVersion item, RuleContext context)
    {
        if (item.Holds == false)
            yield break;
        var where = item.OnlyWhere.Length == 0 ? "" : $"; it matters only where {item.OnlyWhere}";
        yield return Identity.Find(
            new ResourceReference("v1", "ComponentStatus", null, item.Component),
            $"{item.Component} {item.Version} by its version {item.What} ({item.Id}){where}",
            new Remedy.Upgrade(item),
            item.Id);
    }
}
