using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Remedies;

/// <summary>What else goes when a binding, or one subject of it, is taken away.</summary>
/// <param name="Controller">The product that needs the right to work; null when it is none that is known.</param>
/// <param name="Role">The role that gives far more than the right in question; null when nothing is known of more.</param>
public sealed record GrantCost(string? Controller, string? Role)
{
    // What Kubernetes makes for users: each holds nearly all that their kind of user does.
    private static readonly string[] s_userRoles = ["cluster-admin", "admin", "edit", "view"];

    public static GrantCost None { get; } = new(null, null);

    /// <param name="role">What the binding gives; null for what the API server has built in.</param>
    /// <param name="isWildcard">The role gives the right among everything else.</param>
    public static GrantCost Of(Subject subject, ObjectName? role, bool isWildcard) => new(
        KnownControllers.Of(subject),
        role is { } name && (isWildcard || (name.Namespace is null && s_userRoles.Contains(name.Name)))
            ? $"{(name.Namespace is null ? "ClusterRole" : "Role")} {name}"
            : null);

    /// <summary>In words, to be said before; empty for none.</summary>
    public string Note
    {
        get
        {
            var role = Role is null ? "" : $"this takes away everything that {Role} gives there, not this right alone";
            return Controller is null ? role
                : $"caution: {Controller} needs this right to work and may put it back; narrow it in the settings of {Controller}, or accept the finding by an exception"
                    + (role.Length > 0 ? $"; {role}" : "");
        }
    }
}
