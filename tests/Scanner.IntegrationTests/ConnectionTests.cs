using System.Net;
using System.Net.Sockets;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests;

/// <summary>What goes wrong before the first answer: one clear line, the right exit code.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ConnectionTests(ClusterPool clusters)
{
    [Fact]
    public async Task Scan_DeadServer_SaysSoOnce()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var cluster = await clusters.GetAsync("1.36");
        var dead = cluster with { Url = new Uri($"https://127.0.0.1:{port}") };
        var run = await ScannerRun.AsAsync(dead, TestUsers.Admin, "scan");
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"Missing: connect: cannot talk to https://127.0.0.1:{port}: Connection refused", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n'), l => l.Contains("Connection refused", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_WrongAuthority_IsRefusedWithTheReason(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var other = new TestAuthority();
        var run = await ScannerRun.AsAsync(cluster with { CertificateAuthorityPem = other.CertificatePem }, TestUsers.Admin, "scan");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("not signed by", run.Output, StringComparison.Ordinal);
        Assert.Contains("certificate-authority-data", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Scan_ExpiredToken_IsUnauthorizedAndIncomplete(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, new TestUser("admin", "expired-token"), "scan");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Missing: connect: HTTP 401 Unauthorized", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Config\nclusters: [", "not valid YAML")]
    [InlineData("apiVersion: v1\nkind: Config\n", "the kubeconfig is empty")]
    [InlineData("apiVersion: v1\nkind: Config\nclusters: [{name: a, cluster: {server: 'https://x'}}]", "current-context")]
    public async Task Scan_BrokenKubeconfig_IsWrongConfiguration(string kubeconfig, string message)
    {
        var run = await ScannerRun.WithKubeconfigAsync(kubeconfig, "scan");
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(message, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
