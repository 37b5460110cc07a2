using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings.Rbac;

/// <summary>None of the default roles gives the right by itself (https://issues.k8s.io/118565).</summary>
internal sealed class AggregatedGrantRule : IRule
{
    public RuleIdentity Identity { get; } = new("ES303", "AggregatedGrant", Severity.Medium);

    public IEnumerable<Finding> Evaluate(RuleContext context) =>
        from source in (context.Scan.Rbac ?? RbacPosture.Empty).Aggregated
        select Identity.Find(Resources.ClusterRole(source.Source), MessageOf(source), RbacAdvice.RemoveLabel(source));

    private static string MessageOf(AggregatedSource source)
    {
        var into = string.Join(" and ", source.Into.Select(i => $"ClusterRole {i}"));
        return source.Label.Length > 0
            ? $"its label {source.Label} hands the right to add ephemeral containers to everybody who is bound to {into}"
            : $"{into} gives the right to add ephemeral containers, which it does not do by default";
    }
}
