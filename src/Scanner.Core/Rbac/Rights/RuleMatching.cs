using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>
/// RBAC's own matching (Kubernetes <c>pkg/apis/rbac/v1/evaluation_helpers.go</c>). Case matters everywhere, and unlike in admission
/// rules neither <c>pods/*</c> nor <c>*/*</c> is a pattern: <c>*/ephemeralcontainers</c> is the only kind besides <c>*</c>.
/// </summary>
internal static class RuleMatching
{
    private const string All = "*";

    /// <summary>Whether <paramref name="rule"/> gives <paramref name="access"/>, to some object at least.</summary>
    public static bool Allows(PolicyRuleFacts rule, ResourceAccess access) =>
        Has(rule.Verbs, access.Verb) && Has(rule.ApiGroups, access.ApiGroup) && MatchesResource(rule.Resources, access);

    /// <summary>Whether what <paramref name="rule"/> allows it allows by <c>*</c> alone: whoever wrote it did not name the resource.</summary>
    public static bool IsWildcard(PolicyRuleFacts rule, ResourceAccess access) =>
        !rule.Resources.Contains(access.Resource) && (access.AnyParent is not { } pattern || !rule.Resources.Contains(pattern));

    private static bool Has(ImmutableArray<string> values, string value)
    {
        foreach (var candidate in values)
        {
            if (candidate is All || candidate == value)
                return true;
        }

        return false;
    }

    private static bool MatchesResource(ImmutableArray<string> resources, ResourceAccess access)
    {
        foreach (var resource in resources)
        {
            if (resource is All || resource == access.Resource || (access.AnyParent is { } pattern && resource == pattern))
                return true;
        }

        return false;
    }
}
