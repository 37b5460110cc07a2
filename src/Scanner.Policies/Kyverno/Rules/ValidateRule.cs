using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Conditions;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary><c>deny</c>, <c>pattern</c>, <c>anyPattern</c> and <c>foreach</c>. Source: pkg/engine/handlers/validation/validate_resource.go.</summary>
internal static class ValidateRule
{
    public const string ExistingViolation = "skipping the rule evaluation as pre-existing violations are allowed";

    /// <param name="part">The whole of <c>validate</c>, or one element of its <c>foreach</c>.</param>
    public static RuleResult Run(RuleRun run, CelValue part)
    {
        run = run with { Scope = run.Nesting == 0 ? run.Scope : run.Entries.Add(run.Scope, Tree.Items(part, "context")) };
        var conditions = run.Nesting == 0 ? Tree.Get(run.Rule, "preconditions") : Tree.Get(part, "preconditions");
        var (isMeant, message) = ConditionSet.Evaluate(conditions, run.Variables);
        if (isMeant.IsFailure)
            return RuleResult.Failure("failed to evaluate preconditions", isMeant);
        if (isMeant.IsFalse)
            return RuleResult.NotAbout(message.Length > 0 ? "preconditions not met; " + message : "preconditions not met");
        var result = Judge(run, part);
        return run.Nesting == 0 ? Existing(run, part, result) : result;
    }

    private static RuleResult Judge(RuleRun run, CelValue part)
    {
        if (Tree.Get(part, "deny") is { } deny)
            return Deny(run, deny);
        if (Tree.Get(part, "pattern") is not null || Tree.Get(part, "anyPattern") is not null)
            return PatternRule.Run(run, part);
        return Tree.Get(part, "foreach") is CelList loops ? ForEachRule.Run(run, loops) : RuleResult.Of(RuleStatus.Nothing, "");
    }

    private static RuleResult Deny(RuleRun run, CelValue deny)
    {
        var (isDenied, message) = ConditionSet.Evaluate(Tree.Get(deny, "conditions"), run.Variables);
        if (isDenied.IsFailure)
            return RuleResult.Failure("failed to check deny conditions", isDenied);
        return isDenied.IsTrue
            ? RuleResult.Of(RuleStatus.Fail, RuleMessages.Deny(run, message))
            : run.Pass($"validation rule '{run.Name}' passed.");
    }

    /// <summary>An update is let through where the old object fails as well, whatever the messages.</summary>
    private static RuleResult Existing(RuleRun run, CelValue part, RuleResult result)
    {
        if (!run.IsEnforced || run.Request.Operation != "UPDATE" || !run.AllowsExistingViolations || result.Status != RuleStatus.Fail)
            return result;
        return run.OfOldObject(old => Run(old with { IsEnforced = false }, part)) switch
        {
            { Status: RuleStatus.Fail } => RuleResult.Of(RuleStatus.Skip, ExistingViolation),
            { Status: RuleStatus.Unknown } unknown => unknown,
            _ => result,
        };
    }
}
