namespace Scanner.ApiServer.Scopes;

/// <summary>How a resource is read where some namespaces are of interest.</summary>
public enum ScopeKind
{
    /// <summary>In these namespaces, whatever is allowed.</summary>
    Always,

    /// <summary>Whole, because what is beside them is of interest too; in these namespaces where the whole is refused.</summary>
    WhereRefused,
}
