using System.Net;
using System.Reflection;
using Scanner.Kubernetes.Http;

namespace Scanner.Kubernetes.Tests.Http;

public sealed class DryRunGuardTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods?limit=500")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/b/ephemeralcontainers?dryRun=All&fieldManager=x")]
    [InlineData("POST", "/api/v1/namespaces/a/pods?fieldManager=x&dryRun=All")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")]
    [InlineData("PATCH", "/api/v1/namespaces/pods")]
    [InlineData("PATCH", "/proxy/path/api/v1/namespaces/a/pods/b?dryRun=All")]
    public void IsAllowed_Harmless_Passes(string method, string path) => Assert.True(IsAllowed(method, path));

    [Theory]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/b/ephemeralcontainers")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/b/ephemeralcontainers?dryRun=")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/b/ephemeralcontainers?dryRun=All&dryRun=")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/b/ephemeralcontainers?dryRun=all")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/b/ephemeralcontainers?xdryRun=All")]
    [InlineData("PUT", "/api/v1/namespaces/a/pods/b/ephemeralcontainers?fieldManager=dryRun=All")]
    [InlineData("PATCH", "/proxy/path/api/v1/namespaces/a/pods/b")]
    [InlineData("PATCH", "/api/v1/namespaces/a/p%6Fds/b")]
    [InlineData("DELETE", "/api/v1/namespaces/a/pods/b")]
    [InlineData("DELETE", "/api/v1/namespaces/a/pods")]
    [InlineData("POST", "/api/v1/namespaces/a/pods/b/eviction")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/exec?command=sh")]
    [InlineData("POST", "/api/v1/namespaces/a/pods/b/attach?dryRun=All")]
    public void IsAllowed_CouldChangeAPod_DoesNot(string method, string path) => Assert.False(IsAllowed(method, path));

    [Fact]
    public async Task Send_WriteToAPodThatIsNoDryRun_NeverReachesTheNetwork()
    {
        using var network = new Recorder();
        using var http = new HttpMessageInvoker(new DryRunGuard { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Patch, "https://server/api/v1/namespaces/a/pods/b");
        await Assert.ThrowsAsync<InvalidOperationException>(() => http.SendAsync(request, default));
        Assert.Equal(0, network.Requests);
    }

    /// <summary>The guard is one half; this is the other: nothing public but the dry-run client takes a body to send.</summary>
    [Fact]
    public void PublicSurface_OnlyTheDryRunClient_CanWrite()
    {
        var writers = typeof(KubernetesClient).Assembly.GetExportedTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && Array.Exists(m.GetParameters(), p => p.ParameterType == typeof(ReadOnlyMemory<byte>) || p.ParameterType == typeof(HttpMethod) || p.ParameterType == typeof(HttpContent)))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(["IDryRunClient.CreateAsync", "IDryRunClient.PatchAsync"], writers);
    }

    private static bool IsAllowed(string method, string path) => DryRunGuard.IsAllowed(new HttpMethod(method), new Uri("https://server" + path));

    private sealed class Recorder : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
