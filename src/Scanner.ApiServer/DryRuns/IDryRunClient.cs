using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.DryRuns;

/// <summary>
/// Writes that are not stored: every request carries <c>dryRun=All</c>, so it passes authorization, admission and validation,
/// and the answer is the object as it would be (https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run).
/// </summary>
public interface IDryRunClient
{
    /// <summary>A strategic merge patch of an object or a subresource, with strict field validation.</summary>
    Task<ApiAnswer<T>> PatchAsync<T>(ResourcePath path, ReadOnlyMemory<byte> patch, IObjectReader<T> reader, CancellationToken cancellationToken);

    /// <summary>Creates one object in the resource that <paramref name="path"/> names, with strict field validation.</summary>
    Task<ApiAnswer<T>> CreateAsync<T>(ResourcePath path, ReadOnlyMemory<byte> manifest, IObjectReader<T> reader, CancellationToken cancellationToken);
}
