using Scanner.Core.Facts.Rbac;

namespace Scanner.Core.Analysis.Rbac;

/// <summary>Tells the few rules that are worth keeping from the many that are not.</summary>
public static class RbacRelevance
{
    /// <summary>True for a rule that gives the right to add ephemeral containers, or one by which that right can be had.</summary>
    public static bool Matters(PolicyRuleFacts rule) => Rights.All.Any(r => RuleMatching.Allows(rule, r.Access));
}
