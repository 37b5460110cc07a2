using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Index;

/// <summary>Tells the few rules that are worth keeping from the many that are not.</summary>
public static class RbacRelevance
{
    /// <summary>
    /// True for a rule that gives the right to add ephemeral containers, or one by which that right can be had, or that to create pods, without
    /// which the first is worth more to its holder.
    /// </summary>
    public static bool Matters(PolicyRuleFacts rule) =>
        PermissionAccesses.All.Any(r => RuleMatching.Allows(rule, r.Access)) || RuleMatching.Allows(rule, PermissionAccesses.CreatePods);
}
