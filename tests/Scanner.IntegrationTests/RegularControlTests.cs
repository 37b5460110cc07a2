using Scanner.Simulator.Webhooks;

namespace Scanner.IntegrationTests;

/// <summary>The regular control shows that a namespace is meant to be protected only when the denial is about privilege.</summary>
public sealed class RegularControlTests
{
    [Fact]
    public async Task Scan_PolicyDeniesEveryNewPod_IsNoGap() =>
        Assert.Equal("Unprotected - - Unknown", await VerdictAsync(_ => WebhookAnswer.Deny(403, "every pod needs limits")));

    [Fact]
    public async Task Scan_PolicyDeniesPrivilegedPods_IsAGap() =>
        Assert.Equal("Unprotected - - Denied", await VerdictAsync(request =>
            request.Object!.ToJsonString().Contains("\"privileged\":true", StringComparison.Ordinal) ? WebhookAnswer.Deny(403, "privileged") : WebhookAnswer.Allow()));

    /// <param name="hook">Judges new pods only.</param>
    private static async Task<string> VerdictAsync(WebhookHandler hook)
    {
        await using var server = await PolicyCluster.StartAsync(
            request => request.Subresource == "ephemeralcontainers" ? WebhookAnswer.Allow() : hook(request),
            """{"metadata":{"name":"web"},"spec":{"containers":[{"name":"app","image":"x"}]}}""");
        var run = await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), "scan", "-n", PolicyCluster.Namespace, "-o", "json");
        return Assert.Single(run.Verdicts().Values);
    }
}
