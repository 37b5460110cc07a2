namespace Scanner.Simulator.Security;

/// <summary>What somebody wants to do, as the authorizer is asked.</summary>
/// <param name="Namespace">Empty at the cluster scope.</param>
/// <param name="Path">Set for non-resource requests, null for resources.</param>
internal sealed record AccessAttributes(
    string Verb, string Group = "", string Resource = "", string Subresource = "", string Namespace = "", string Name = "", string? Path = null)
{
    /// <summary><c>pods/ephemeralcontainers</c>: how rules name it.</summary>
    public string CombinedResource => Subresource.Length == 0 ? Resource : Resource + "/" + Subresource;
}
