using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Findings.Self;

/// <summary>Names each right that was missing, once.</summary>
public sealed class BlindRule : IRule
{
    public const string Id = "ES502";

    private static readonly MissingPermission s_probe = new("patch", "pods/ephemeralcontainers");
    private static readonly MissingPermission s_control = new("create", "pods");

    public RuleIdentity Identity { get; } = new(Id, "Blind", Severity.Medium);

    public IEnumerable<Finding> Evaluate(RuleContext context)
    {
        foreach (var permission in context.Missing.Distinct())
            yield return Find(permission, permission.Namespace is { } ns ? $"in namespace {ns}" : "in all namespaces");
        if (Where(context, n => n.Targets.Any(t => t.UnknownBecause == UnknownReason.NoPermission && !NamespaceExplanation.IsUnauthenticated(t))) is { } probes)
            yield return Find(s_probe, probes);
        if (Where(context, n => n.RegularControlForbidden) is { } controls)
            yield return Find(s_control, controls);
    }

    private static string? Where(RuleContext context, Func<NamespacePosture, bool> refused)
    {
        var names = context.Scan.Namespaces.Where(refused).Select(n => n.Name).ToList();
        return names.Count switch
        {
            0 => null,
            1 => $"in namespace {names[0]}",
            _ => $"in {names.Count} namespaces, {names[0]} the first of them",
        };
    }

    public static string RemedyFor(MissingPermission permission) => $"grant the rule {permission.Rule}";

    private Finding Find(MissingPermission permission, string where) => Identity.Find(
        Resources.OwnRole,
        $"no permission to {permission.Verb} {permission.Resource} {where}, so part of the picture is missing",
        RemedyFor(permission),
        $"{permission.Verb} {permission.Resource} {permission.Namespace}");
}
