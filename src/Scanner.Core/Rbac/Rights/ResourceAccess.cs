namespace Scanner.Core.Rbac.Rights;

/// <summary>One thing that RBAC may allow: a verb on a resource.</summary>
/// <param name="Resource">With its subresource: <c>pods/ephemeralcontainers</c>.</param>
internal sealed record ResourceAccess(string Verb, string ApiGroup, string Resource)
{
    /// <summary><c>*/ephemeralcontainers</c> for a subresource; null for a resource.</summary>
    public string? AnyParent { get; } = Resource.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? "*" + Resource[slash..] : null;
}
