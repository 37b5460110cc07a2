using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Remedies;

/// <summary>A permission that the scanner needed and did not have.</summary>
/// <param name="Resource">With its subresource, as RBAC writes it.</param>
/// <param name="Namespace">Null when it is needed in all namespaces.</param>
/// <param name="Group">API group; empty for the core group.</param>
public sealed record MissingPermission(string Verb, string Resource, string? Namespace = null, string Group = "")
{
    public static MissingPermission ToProbe { get; } = new("patch", "pods/ephemeralcontainers") { Use = PermissionUse.Probe };

    public static MissingPermission ToControl { get; } = new("create", "pods") { Use = PermissionUse.RegularControl };

    public PermissionUse Use { get; init; }

    /// <summary>A rule of a Role or ClusterRole that grants it.</summary>
    public string Rule => $"{{apiGroups: [\"{Group}\"], resources: [\"{Resource}\"], verbs: [\"{Verb}\"]}}";
}
