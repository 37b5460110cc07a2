using Scanner.Core.Admission.PodSecurity;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.PodSecurity;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary><c>validate.podSecurity</c>. Source: pkg/engine/handlers/validation/validate_pss.go.</summary>
internal static class PodSecurityRule
{
    /// <param name="exceptions">The exclusions of exceptions that are for the request.</param>
    public static RuleResult Run(RuleRun run, CelValue standard, IReadOnlyList<CelValue> exceptions)
    {
        if (run.Request.Operation == "DELETE")
            return RuleResult.Of(RuleStatus.Nothing, "");
        var result = Judge(run, standard, exceptions);
        if (result.Status != RuleStatus.Fail || !run.IsEnforced || run.Request.Operation != "UPDATE" || !run.AllowsExistingViolations)
            return result;
        return run.OfOldObject(old => Judge(old, standard, exceptions)) switch
        {
            { Status: RuleStatus.Fail } => RuleResult.Of(RuleStatus.Skip, ValidateRule.ExistingViolation),
            { Status: RuleStatus.Unknown } unknown => unknown,
            _ => result,
        };
    }

    private static RuleResult Judge(RuleRun run, CelValue standard, IReadOnlyList<CelValue> exceptions)
    {
        if (PodView.Of(run.Request.Resource, run.Request.Kind.Kind) is not { } pod)
            return RuleResult.Of(RuleStatus.Error, "Error while getting new resource: could not find correct resource type");
        var (level, version) = (Tree.Text(standard, "level"), Tree.Text(standard, "version"));
        if (!PodSecurityVersion.TryParse(version.Length == 0 ? "latest" : version, out var parsed))
            return RuleResult.Of(RuleStatus.Error, $"failed to parse pod security api version: {version}");
        var isRestricted = level != "baseline";
        var results = Exclusions.Apply(Controls.Evaluate(pod, isRestricted, parsed.Minor), Tree.Items(standard, "exclude"), pod, isRestricted, parsed.Minor);
        if (results.Count == 0)
            return run.Pass($"Validation rule '{run.Name}' passed.");
        results = Exclusions.Apply(results, exceptions, pod, isRestricted, parsed.Minor);
        if (results.Count == 0)
            return RuleResult.Of(RuleStatus.Skip, "rule is skipped due to policy exceptions");
        var text = string.Concat(results.Select(r => Placed(r, run.Request.Kind.Kind).Text));
        return RuleResult.Of(RuleStatus.Fail, $"Validation rule '{run.Name}' failed. It violates PodSecurity \"{level}:{version}\": {text}");
    }

    /// <summary>Kyverno puts the template before the fields of workloads, and before annotations of pods as well.</summary>
    private static ControlResult Placed(ControlResult result, string kind) => result with
    {
        Errors = result.Errors is { } errors ? [.. errors.Select(e => e with { Path = Placed(e.Path, kind) })] : null,
    };

    private static string Placed(string path, string kind)
    {
        var template = kind switch { "Pod" => "", "CronJob" => "spec.jobTemplate.spec.template.", _ => "spec.template." };
        return path.StartsWith("metadata", StringComparison.Ordinal) ? "spec.template." + path : template + path;
    }
}
