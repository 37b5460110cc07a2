using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Writes;

/// <inheritdoc cref="ILeaseClient"/>
internal sealed class LeaseClient(ApiTransport transport, TimeSpan timeout) : ILeaseClient
{
    private const string Json = "application/json";
    private const string Query = "?fieldManager=ephemeral-scanner";

    public Task<ApiAnswer<Lease>> GetAsync(string ns, string name, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(HttpMethod.Get, Path(ns, name), Json), cancellationToken);

    public Task<ApiAnswer<Lease>> CreateAsync(string ns, string name, LeaseSpec spec, CancellationToken cancellationToken) =>
        SendAsync(Write(HttpMethod.Post, Path(ns), LeaseWriter.Create(ns, name, spec)), cancellationToken);

    public Task<ApiAnswer<Lease>> UpdateAsync(Lease lease, LeaseSpec spec, CancellationToken cancellationToken) =>
        SendAsync(Write(HttpMethod.Put, Path(lease.Namespace, lease.Name), LeaseWriter.Update(lease, spec)), cancellationToken);

    private Task<ApiAnswer<Lease>> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        transport.CallAsync(request with { OnceWithin = timeout, IsKind = static kind => kind == "Lease" }, LeaseReader.Instance, cancellationToken);

    private static ApiRequest Write(HttpMethod method, string path, byte[] body) =>
        new(method, path + Query, Json) { Body = body, ContentType = Json };

    // The group and the resource of every path there is: no caller has a say in them.
    private static string Path(string ns, string? name = null) =>
        new ResourcePath("coordination.k8s.io", "v1", "leases", ns, name).ToString();
}
