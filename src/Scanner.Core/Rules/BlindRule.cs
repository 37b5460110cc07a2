using Scanner.Core.Analysis;
using Scanner.Core.Posture;

namespace Scanner.Core.Rules;

/// <summary>Names each right that was missing, once.</summary>
internal sealed class BlindRule : IRule
{
    private static readonly MissingPermission s_probe = new("patch", "pods/ephemeralcontainers");

    public RuleIdentity Identity { get; } = new("ES502", "Blind", Severity.Medium);

    public IEnumerable<Finding> Evaluate(RuleContext context)
    {
        var refused = context.Scan.Namespaces
            .Where(n => n.Targets.Any(t => t.UnknownBecause == UnknownReason.NoPermission && !NamespaceExplanation.IsUnauthenticated(t)))
            .Select(n => n.Name)
            .ToList();
        foreach (var permission in context.Missing.Distinct())
            yield return Find(permission, permission.Namespace is { } ns ? $"in namespace {ns}" : "in all namespaces");
        if (refused.Count > 0)
            yield return Find(s_probe, refused.Count == 1 ? $"in namespace {refused[0]}" : $"in {refused.Count} namespaces, {refused[0]} the first of them");
    }

    private Finding Find(MissingPermission permission, string where) => Identity.Find(
        Resources.OwnRole,
        $"no permission to {permission.Verb} {permission.Resource} {where}, so part of the picture is missing",
        $"grant the rule {permission.Rule}",
        $"{permission.Verb} {permission.Resource} {permission.Namespace}");
}
