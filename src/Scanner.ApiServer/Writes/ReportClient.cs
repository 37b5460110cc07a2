using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Writes;

/// <inheritdoc cref="IReportClient"/>
/// <param name="maySend">Asked right before each request goes out; null: always.</param>
internal sealed class ReportClient(ApiTransport transport, Func<bool>? maySend = null) : IReportClient
{
    private const string Json = "application/json";

    public Task<ApiAnswer<T>> ApplyAsync<T>(
        ReportGroup group, string? ns, ReadOnlyMemory<byte> report, IObjectReader<T> reader, CancellationToken cancellationToken) =>
        transport.CallAsync(
            Request(HttpMethod.Patch, Path(group, ns) + ReportPaths.ApplyQuery) with { Body = report, ContentType = ReportPaths.ApplyMediaType },
            reader,
            cancellationToken);

    public Task<ApiAnswer<bool>> DeleteAsync(ReportGroup group, string? ns, CancellationToken cancellationToken) =>
        transport.CallAsync(Request(HttpMethod.Delete, Path(group, ns)), DoneReader.Instance, cancellationToken);

    // Nobody waits for a report: probes go first.
    private ApiRequest Request(HttpMethod method, string path) => new(method, path, Json) { Background = true, MaySend = maySend };

    // The group, the resource and the name of every path there is: no caller has a say in them.
    private static string Path(ReportGroup group, string? ns) => (group switch
    {
        ReportGroup.PolicyWorkingGroup => new ResourcePath("wgpolicyk8s.io", "v1alpha2", ns is null ? "clusterpolicyreports" : "policyreports", ns, ReportPaths.Name),
        ReportGroup.OpenReports => new ResourcePath("openreports.io", "v1alpha1", ns is null ? "clusterreports" : "reports", ns, ReportPaths.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    }).ToString();
}
