namespace Scanner.ApiServer.Writes;

/// <summary>One <c>coordination.k8s.io/v1</c> Lease as the server gave it.</summary>
/// <param name="ResourceVersion">An update is refused with 409 when the stored object has another one.</param>
public sealed record Lease(string Namespace, string Name, string ResourceVersion, LeaseSpec Spec)
{
    /// <summary>The whole object, so that an update loses nothing that is not known here.</summary>
    internal string Json { get; init; } = "{}";
}
