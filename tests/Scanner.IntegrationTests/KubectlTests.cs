using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests;

/// <summary>kubectl, where it is on PATH, works against the simulated server.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private SimulatedApiServer _server = null!;
    private string _kubeconfig = "";

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);
        _kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(_kubeconfig, _server.Kubeconfig());
    }

    public async Task DisposeAsync()
    {
        File.Delete(_kubeconfig);
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.NotTheScanner)]
    public async Task Kubectl_GetPatchAndApply_Work()
    {
        Assert.Contains("open ", await RunAsync("", "get", "namespaces"), StringComparison.Ordinal);
        Assert.Equal("web", await RunAsync("", "get", "pods", "-n", "open", "-o", "jsonpath={.items[*].metadata.name}"));
        Assert.Contains("configmap/note created", await RunAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"note","namespace":"open"},"data":{"a":"1"}}""", "apply", "--validate=false", "-f", "-"), StringComparison.Ordinal);
        Assert.Contains("configmap/note configured", await RunAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"note","namespace":"open"},"data":{"a":"2"}}""", "apply", "--validate=false", "-f", "-"), StringComparison.Ordinal);
        Assert.Contains("namespace/open patched", await RunAsync("", "patch", "namespace", "open", "--type=merge", "-p", """{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline"}}}"""), StringComparison.Ordinal);
        var denied = await RunAsync("", "patch", "pod", "web", "-n", "open", "--subresource=ephemeralcontainers", "-p", """{"spec":{"ephemeralContainers":[{"name":"x","image":"x","securityContext":{"privileged":true}}]}}""");
        Assert.Contains("violates PodSecurity \"baseline:latest\"", denied, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string input, params string[] arguments)
    {
        var kubectl = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, "kubectl")).FirstOrDefault(File.Exists);
        Skip.If(kubectl is null, "no kubectl on PATH");
        var run = await ProgramProcess.RunAsync(kubectl!, [.. arguments, "--kubeconfig", _kubeconfig], input);
        return run.Output + run.Error;
    }
}
