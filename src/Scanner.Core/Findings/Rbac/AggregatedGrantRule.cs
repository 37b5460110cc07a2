using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

/// <summary>None of the default roles gives the right by itself (https://issues.k8s.io/118565).</summary>
internal sealed class AggregatedGrantRule : IRule<AggregatedSource>
{
    public RuleIdentity Identity { get; } = new("ES303", "AggregatedGrant", Severity.Medium);

    public IEnumerable<Finding> Evaluate(AggregatedSource item, RuleContext context) =>
        [Identity.Find(Resources.ClusterRole(item.Source), MessageOf(item), new Remedy.StopAggregation(item))];

    private static string MessageOf(AggregatedSource source)
    {
        var into = string.Join(" and ", source.Into.Select(i => $"ClusterRole {i}"));
        var labels = string.Join(" and ", source.Labels);
        return source.Labels.Length switch
        {
            0 => $"{into} gives the right to add ephemeral containers, which it does not do by default",
            1 => $"its label {labels} hands the right to add ephemeral containers to everybody who is bound to {into}",
            _ => $"its labels {labels} hand the right to add ephemeral containers to everybody who is bound to {into}",
        };
    }
}
