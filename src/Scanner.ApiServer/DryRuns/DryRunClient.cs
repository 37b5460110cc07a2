using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.DryRuns;

/// <inheritdoc cref="IDryRunClient"/>
/// <param name="accept">Wanted media types.</param>
/// <param name="maySend">Asked right before each request goes out; null: always.</param>
/// <param name="background">As of <see cref="ApiRequest.Background"/>.</param>
/// <param name="patchTook">Told how long each attempt at a patch took.</param>
internal sealed class DryRunClient(
    ApiTransport transport, string accept, Func<bool>? maySend = null, bool background = false, Action<TimeSpan>? patchTook = null) : IDryRunClient
{
    /// <summary>Not built from parts that a caller could set: the query of every write there is.</summary>
    private const string Query = "?dryRun=All&fieldManager=ephemeral-scanner&fieldValidation=Strict";

    private const string Json = "application/json";

    public Task<ApiAnswer<T>> PatchAsync<T>(
        ResourcePath path,
        ReadOnlyMemory<byte> patch,
        IObjectReader<T> reader,
        CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, "application/strategic-merge-patch+json", patch, reader, cancellationToken);

    public Task<ApiAnswer<T>> CreateAsync<T>(
        ResourcePath path,
        ReadOnlyMemory<byte> manifest,
        IObjectReader<T> reader,
        CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, Json, manifest, reader, cancellationToken);

    private Task<ApiAnswer<T>> SendAsync<T>(
        HttpMethod method,
        ResourcePath path,
        string contentType,
        ReadOnlyMemory<byte> body,
        IObjectReader<T> reader,
        CancellationToken cancellationToken) =>
        transport.CallAsync(
            new ApiRequest(method, path + Query, accept)
            {
                // A patch of a pod's subresource is answered with the pod.
                IsKind = static kind => kind == "Pod",
                Body = body,
                ContentType = contentType,
                MaySend = maySend,
                Background = background,
                Took = method == HttpMethod.Patch ? patchTook : null,
            },
            reader,
            cancellationToken);
}
