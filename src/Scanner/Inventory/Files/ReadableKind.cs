namespace Scanner.Inventory.Files;

/// <summary>The kinds that are read; all others are counted.</summary>
internal enum ReadableKind
{
    None,
    Namespace,
    Pod,
    ServiceAccount,
    Role,
    ClusterRole,
    RoleBinding,
    ClusterRoleBinding,
}
