using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Security;

/// <summary>The RBAC authorizer over the stored roles and bindings; <c>system:masters</c> may do everything.</summary>
internal sealed class RbacAuthorizer(IClusterView cluster)
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    public AccessDecision Decide(UserInfo user, AccessAttributes access)
    {
        if (user.Groups.Contains("system:masters"))
            return new AccessDecision(true, "");
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (rule, reason) in Rules(user, access.Namespace, missing))
        {
            if (RbacRules.Allows(rule, access))
                return new AccessDecision(true, reason);
        }

        return new AccessDecision(false, missing.Count switch
        {
            0 => "",
            1 => "RBAC: " + missing.Min,
            _ => $"RBAC: [{string.Join(", ", missing)}]",
        });
    }

    /// <summary>Every rule that a user has in a namespace (empty: at the cluster scope), with the binding that gives it.</summary>
    /// <param name="missing">Takes complaints about bindings to roles that do not exist.</param>
    public IEnumerable<(JsonObject Rule, string Reason)> Rules(UserInfo user, string ns, ICollection<string>? missing = null)
    {
        foreach (var binding in cluster.List(Group, "clusterrolebindings"))
        {
            if (Subject(binding, user, "") is not { } subject)
                continue;
            var reason = $"RBAC: allowed by ClusterRoleBinding \"{binding.Name()}\" of {RoleText(binding)} to {subject}";
            foreach (var rule in RoleRules(binding, "", missing))
                yield return (rule, reason);
        }

        if (ns.Length == 0)
            yield break;
        foreach (var binding in cluster.List(Group, "rolebindings", ns))
        {
            if (Subject(binding, user, ns) is not { } subject)
                continue;
            var reason = $"RBAC: allowed by RoleBinding \"{binding.Name()}/{ns}\" of {RoleText(binding)} to {subject}";
            foreach (var rule in RoleRules(binding, ns, missing))
                yield return (rule, reason);
        }
    }

    private IEnumerable<JsonObject> RoleRules(JsonObject binding, string ns, ICollection<string>? missing)
    {
        var name = binding.Object("roleRef")?.Text("name") ?? "";
        var ofNamespace = binding.Object("roleRef")?.Text("kind") == "Role";
        var role = ofNamespace ? cluster.Get(Group, "roles", ns, name) : cluster.Get(Group, "clusterroles", null, name);
        if (role is null)
            missing?.Add($"{(ofNamespace ? "role" : "clusterrole")}.{Group} \"{name}\" not found");
        return role?.Objects("rules") ?? [];
    }

    private static string RoleText(JsonObject binding) =>
        $"{binding.Object("roleRef")?.Text("kind")} \"{binding.Object("roleRef")?.Text("name")}\"";

    // The first subject of the binding that the user is, in words.
    private static string? Subject(JsonObject binding, UserInfo user, string ns)
    {
        foreach (var subject in binding.Objects("subjects"))
        {
            var name = subject.Text("name") ?? "";
            switch (subject.Text("kind"))
            {
                case "User" when name == user.Name:
                case "Group" when user.Groups.Contains(name):
                    return $"{subject.Text("kind")} \"{name}\"";
                case "ServiceAccount":
                    var home = subject.Text("namespace") is { Length: > 0 } given ? given : ns;
                    if (home.Length > 0 && user.Name == $"{ServiceAccountPrefix}{home}:{name}")
                        return $"ServiceAccount \"{name}/{home}\"";
                    break;
            }
        }

        return null;
    }
}
