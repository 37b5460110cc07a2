using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Patterns;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary>Compares the object, or the element of a foreach, with one pattern or several.</summary>
internal static class PatternRule
{
    public static RuleResult Run(RuleRun run, CelValue part)
    {
        var isOne = Tree.Get(part, "pattern") is not null;
        var patterns = run.Variables.AllKnown(Tree.Get(part, isOne ? "pattern" : "anyPattern")!);
        if (patterns.IsFailure)
            return RuleResult.Failure("variable substitution failed", patterns);
        if (run.Element is null && run.Request.Operation == "DELETE")
            return RuleResult.Of(RuleStatus.Nothing, "");
        var resource = run.Element ?? run.Request.Object;
        return isOne ? One(run, PatternMatcher.Match(resource, patterns)) : Any(run, resource, patterns);
    }

    private static RuleResult One(RuleRun run, PatternFailure? failure) => failure switch
    {
        null => run.Pass($"validation rule '{run.Name}' passed."),
        { Unknown: { } unknown } => RuleResult.Depends(unknown),
        { IsSkip: true } => RuleResult.NotAbout(failure.Message),
        { Path.Length: 0 } => RuleResult.Of(RuleStatus.Error, RuleMessages.Pattern(run, failure.Message, "")),
        _ => RuleResult.Of(RuleStatus.Fail, RuleMessages.Pattern(run, failure.Message, failure.Path)),
    };

    private static RuleResult Any(RuleRun run, CelValue? resource, CelValue patterns)
    {
        if (patterns is not CelList list)
            return RuleResult.Of(RuleStatus.Error, $"failed to deserialize anyPattern, expect type array");
        var (skipped, failed) = (new List<string>(), new List<string>());
        CelUnknown? unknown = null;
        for (var i = 0; i < list.Count; i++)
        {
            var failure = PatternMatcher.Match(resource, list[i]);
            if (failure is null)
                return run.Pass($"validation rule '{run.Name}' anyPattern[{i}] passed.");
            unknown ??= failure.Unknown;
            if (failure.IsSkip)
                skipped.Add($"rule {run.Name}[{i}] skipped: {failure.Message}");
            else
                failed.Add(failure.Path.Length == 0 ? $"rule {run.Name}[{i}] failed: {failure.Message}" : $"rule {run.Name}[{i}] failed at path {failure.Path}");
        }

        if (unknown is not null)
            return RuleResult.Depends(unknown);
        if (failed.Count > 0)
            return RuleResult.Of(RuleStatus.Fail, RuleMessages.AnyPattern(run, string.Join(' ', failed)));
        return skipped.Count > 0 ? RuleResult.NotAbout(string.Join(' ', skipped)) : run.Pass(Tree.Text(run.Validate, "message"));
    }
}
