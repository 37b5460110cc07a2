using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Probing;

namespace Scanner.Inventory;

/// <summary>The first answer of a server: whether it can be talked to at all, and its version.</summary>
/// <param name="Version">Null when it was not told.</param>
/// <param name="Error">Null when all is well.</param>
/// <param name="IsLost">Nothing else would fare better: one clear line says more than the same failure of every list.</param>
internal sealed record ServerContact(string? Version, ScanError? Error, bool IsLost)
{
    /// <summary>Of the version 1.x; null where it is not known.</summary>
    public int? Minor { get; private init; }

    /// <summary>The parts of a result with what the server said of itself.</summary>
    public ScanParts AddTo(ScanParts parts) => parts with
    {
        Cluster = parts.Cluster with { Version = Version },
        Errors = Error is null ? parts.Errors : [.. parts.Errors, Error],
    };

    public static async Task<ServerContact> MakeAsync(IApiServerReader cluster, CancellationToken cancellationToken) =>
        await cluster.GetVersionAsync(cancellationToken) switch
        {
            ApiAnswer<ServerVersion>.Ok { Value: var version } => new ServerContact(version.GitVersion, null, IsLost: false) { Minor = version is { Major: 1, Minor: > 0 } ? version.Minor : null },
            var answer and (ApiAnswer<ServerVersion>.Failed or ApiAnswer<ServerVersion>.Refused { Status.Code: 401 }) =>
                new ServerContact(null, new ScanError(ScanStep.Connect, answer.Describe()), IsLost: true),
            // A load balancer without its backend, a page to log in, another server altogether. A proxy may well forbid just this path.
            ApiAnswer<ServerVersion>.Refused { Status: { Untyped: true, Code: not 403 } } answer =>
                new ServerContact(null, new ScanError(ScanStep.Connect, $"{answer.Describe()} (this is no answer of an API server)"), IsLost: true),
            var answer => new ServerContact(null, new ScanError(ScanStep.GetVersion, answer.Describe()), IsLost: false),
        };

    /// <summary>Before 1.23 a feature gate can be off.</summary>
    public static async Task<SubresourceService> FindSubresourceAsync(IApiServerReader cluster, CancellationToken cancellationToken) =>
        await cluster.GetResourcesAsync("", "v1", cancellationToken) is not ApiAnswer<ImmutableArray<ApiResource>>.Ok { Value: var resources } ? SubresourceService.NotKnown
        : resources.Any(r => r.Name == "pods/ephemeralcontainers") ? SubresourceService.Served
        : resources.Any(r => r.Name == "pods") ? SubresourceService.Absent
        : SubresourceService.NotKnown;
}
