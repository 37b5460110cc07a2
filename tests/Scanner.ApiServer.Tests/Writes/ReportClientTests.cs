using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Lists;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Writes;

namespace Scanner.ApiServer.Tests.Writes;

public sealed class ReportClientTests
{
    private const string Query = "?fieldManager=ephemeral-scanner&force=true&fieldValidation=Strict";

    [Theory]
    [InlineData(ReportGroup.PolicyWorkingGroup, "open", "/apis/wgpolicyk8s.io/v1alpha2/namespaces/open/policyreports/ephemeral-scanner")]
    [InlineData(ReportGroup.PolicyWorkingGroup, null, "/apis/wgpolicyk8s.io/v1alpha2/clusterpolicyreports/ephemeral-scanner")]
    [InlineData(ReportGroup.OpenReports, "open", "/apis/openreports.io/v1alpha1/namespaces/open/reports/ephemeral-scanner")]
    [InlineData(ReportGroup.OpenReports, null, "/apis/openreports.io/v1alpha1/clusterreports/ephemeral-scanner")]
    public async Task ApplyAndDelete_EachKind_NameTheirReportAndNothingElse(ReportGroup group, string? ns, string path)
    {
        using var client = new TestClient(o => o with { Reports = true });
        client.Server.Then(Reply.Recorded("kubernetes-1.36/reports/policyreport-apply-created.json"), Reply.Recorded("kubernetes-1.36/reports/policyreport-delete.json"));
        var reports = client.Kubernetes.ReportsWhile(null);
        Assert.IsType<ApiAnswer<string>.Ok>(await reports.ApplyAsync(group, ns, "{\"a\":1}"u8.ToArray(), NameReader.Instance, default));
        Assert.True(Assert.IsType<ApiAnswer<bool>.Ok>(await reports.DeleteAsync(group, ns, default)).Value);
        Assert.Equal([$"PATCH {path}{Query}", $"DELETE {path}"], client.Server.Lines);
        Assert.Equal([("application/apply-patch+yaml", "{\"a\":1}"), (null, "")], client.Server.Requests.Select(r => (r.ContentType, r.Body)));
    }

    /// <summary>Of a program that does not publish nothing goes out, whatever it tries.</summary>
    [Fact]
    public async Task Apply_NotAllowed_NeverLeaves()
    {
        using var client = new TestClient();
        var answer = await client.Kubernetes.ReportsWhile(null).ApplyAsync(ReportGroup.OpenReports, "open", "{}"u8.ToArray(), NameReader.Instance, default);
        Assert.Equal(TransportFailureKind.NotSent, Assert.IsType<ApiAnswer<string>.Failed>(answer).Failure.Kind);
        Assert.Empty(client.Server.Requests);
    }

    [Fact]
    public async Task Delete_TermIsOver_IsNotSent()
    {
        using var client = new TestClient(o => o with { Reports = true });
        await Assert.ThrowsAsync<NotSentException>(() => client.Kubernetes.ReportsWhile(() => false).DeleteAsync(ReportGroup.OpenReports, null, default));
        Assert.Empty(client.Server.Requests);
    }

    /// <summary>Reports wait behind all that somebody waits for; probes that are urgent never wait behind them.</summary>
    [Fact]
    public async Task Apply_MuchIsWritten_OthersDoNotWaitBehindIt()
    {
        using var client = new TestClient(o => o with { Reports = true, RequestsPerSecond = 10, Burst = 2 });
        client.Server.ThenAlways(() => Reply.Recorded("kubernetes-1.36/reports/policyreport-apply-created.json"));
        var reports = client.Kubernetes.ReportsWhile(null);
        var writes = Enumerable.Range(0, 50).Select(_ => reports.ApplyAsync(ReportGroup.OpenReports, "open", "{}"u8.ToArray(), NameReader.Instance, default)).ToList();
        await client.GetAsync();
        Assert.Contains(client.Server.Lines, l => l.StartsWith("GET", StringComparison.Ordinal));
        Assert.Contains(writes, w => !w.IsCompleted);
        await client.RunAsync(() => Task.WhenAll(writes));
    }
}
