using System.Collections.Immutable;
using Scanner.Core.Cluster.Selectors;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>
/// The ClusterRoles that every API server makes for users (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles),
/// with the rules that matter here: charts bind to them, and add to them by label, without containing them.
/// </summary>
public static class DefaultRoles
{
    private const string Aggregate = "rbac.authorization.k8s.io/aggregate-to-";
    private const string Rbac = "rbac.authorization.k8s.io";

    public static ImmutableArray<RoleFacts> All { get; } =
    [
        Role("cluster-admin", [], Rule(["*"], "*", "*")),
        Aggregated("admin", gathers: "admin"),
        Aggregated("edit", gathers: "edit", into: "admin"),
        Aggregated("view", gathers: "view", into: "edit"),
        Role(
            "system:aggregate-to-admin",
            ["admin"],
            Rule(["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], Rbac, "rolebindings", "roles")),
        Role(
            "system:aggregate-to-edit",
            ["edit"],
            Rule(["impersonate"], "", "serviceaccounts"),
            Rule(["create", "delete", "deletecollection", "patch", "update"], "", "pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"),
            Rule(["create"], "", "serviceaccounts/token")),
        Role("system:aggregate-to-view", []),
    ];

    /// <summary>The same roles and those of the built-in ones whose names none of them has.</summary>
    public static ImmutableArray<RoleFacts> AddTo(ImmutableArray<RoleFacts> roles)
    {
        var known = roles.Where(r => r.IsClusterRole).Select(r => r.Name.Name).ToHashSet();
        return [.. roles, .. All.Where(r => !known.Contains(r.Name.Name))];
    }

    private static RoleFacts Role(string name, string[] into, params PolicyRuleFacts[] rules) => new(new ObjectName(null, name))
    {
        Rules = [.. rules],
        Labels = rules.Length == 0 ? ImmutableSortedDictionary<string, string>.Empty : Labels(into),
    };

    private static RoleFacts Aggregated(string name, string gathers, params string[] into) => new(new ObjectName(null, name))
    {
        Labels = Labels(into),
        AggregationSelectors = [new LabelSelectorFacts([new LabelRequirementFacts(Aggregate + gathers, "In", ["true"])])],
    };

    private static ImmutableSortedDictionary<string, string> Labels(string[] into) => into
        .Select(role => KeyValuePair.Create(Aggregate + role, "true"))
        .Append(KeyValuePair.Create("kubernetes.io/bootstrapping", "rbac-defaults"))
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static PolicyRuleFacts Rule(string[] verbs, string group, params string[] resources) => new([.. verbs], [group], [.. resources], []);
}
