using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Writes;

/// <inheritdoc cref="IEmptyPatchClient"/>
/// <param name="maySend">Asked right before each request goes out.</param>
internal sealed class EmptyPatchClient(ApiTransport transport, Func<bool> maySend) : IEmptyPatchClient
{
    public Task<ApiAnswer<string>> PatchAsync(string ns, string pod, CancellationToken cancellationToken) =>
        transport.CallAsync(
            new ApiRequest(HttpMethod.Patch, ResourcePath.Core("pods", ns, pod, "ephemeralcontainers").ToString(), "application/json")
            {
                IsEmptyPatch = true,
                ContentType = AllowedShapes.MergePatch,
                MaySend = maySend,
            },
            ResourceVersionReader.Instance,
            cancellationToken);
}
