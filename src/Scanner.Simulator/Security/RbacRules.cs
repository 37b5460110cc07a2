using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Security;

/// <summary>Matching of single RBAC rules, exactly as <c>pkg/registry/rbac/validation</c> of Kubernetes does.</summary>
internal static class RbacRules
{
    private const string All = "*";

    public static bool Allows(JsonObject rule, AccessAttributes access)
    {
        if (access.Path is { } path)
            return Has(rule, "verbs", access.Verb) && rule.Texts("nonResourceURLs").Any(u => MatchesUrl(u, path));
        return Has(rule, "verbs", access.Verb) && Has(rule, "apiGroups", access.Group)
            && rule.Texts("resources").Any(r => MatchesResource(r, access)) && MatchesName(rule, access.Name);
    }

    private static bool Has(JsonObject rule, string field, string value) => rule.Texts(field).Any(v => v == All || v == value);

    // "*/sub" is the only pattern besides "*": "pods/*" means a subresource that is really called "*".
    private static bool MatchesResource(string rule, AccessAttributes access) =>
        rule == All || rule == access.CombinedResource
        || (access.Subresource.Length > 0 && rule.Length == access.Subresource.Length + 2
            && rule.StartsWith("*/", StringComparison.Ordinal) && rule.EndsWith(access.Subresource, StringComparison.Ordinal));

    private static bool MatchesName(JsonObject rule, string name) =>
        rule["resourceNames"] is not JsonArray { Count: > 0 } || rule.Texts("resourceNames").Contains(name);

    private static bool MatchesUrl(string rule, string path) =>
        rule == All || rule == path
        || (rule.EndsWith('*') && path.StartsWith(rule.TrimEnd('*'), StringComparison.Ordinal));
}
