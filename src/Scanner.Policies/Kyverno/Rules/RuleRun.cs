using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Contexts;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary>One rule and what it is asked about, with the names that its expressions see.</summary>
/// <param name="Element">The element of a foreach that patterns are compared with; null for the object.</param>
/// <param name="Nesting">How many loops there are around it.</param>
/// <param name="IsEnforced">Whether the action of the rule or the policy is to deny, before overrides.</param>
internal sealed record RuleRun(
    CelValue Rule, JudgedRequest Request, ContextScope Scope, ContextEntries Entries, bool IsEnforced, CelValue? Element = null, int Nesting = 0)
{
    public string Name => Tree.Text(Rule, "name");

    public CelValue? Validate => Tree.Get(Rule, "validate");

    public Substitution Variables => new(Scope, Request.Operation == "DELETE");

    /// <summary>Whether an update is let through where the old object violates the rule as well.</summary>
    public bool AllowsExistingViolations => Tree.Flag(Validate, "allowExistingViolations") ?? true;

    public RuleResult Pass(string message) => RuleResult.Of(RuleStatus.Pass, message);

    /// <summary>
    /// The same rule about the old object as if it were created. Context entries that are computed already keep what they are: so does
    /// Kyverno, and a rule that reads the object by a context entry alone therefore finds the same violation in both.
    /// </summary>
    public RuleResult OfOldObject(Func<RuleRun, RuleResult> validate)
    {
        var old = Request.AsCreated();
        var request = Scope.Find(new CelString("request"))!;
        Scope.Replace("request", Tree.With(request, ("object", old.Object ?? CelNull.Value), ("oldObject", CelNull.Value), ("operation", new CelString("CREATE"))));
        try
        {
            var run = this with { Request = old };
            var (preconditions, _) = Conditions.ConditionSet.Evaluate(Tree.Get(Rule, "preconditions"), run.Variables);
            if (preconditions is CelUnknown unknown)
                return RuleResult.Depends(unknown);
            var (matched, _) = RuleMatch.Of(Rule, old);
            if (matched is CelUnknown roles)
                return RuleResult.Depends(roles);
            return preconditions.IsTrue && matched.IsTrue ? validate(run) : RuleResult.Of(RuleStatus.Skip, "resource not matched");
        }
        finally
        {
            Scope.Replace("request", request);
        }
    }
}
