using System.Net;
using System.Reflection;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Writes;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class DryRunGuardTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods?limit=500")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/b/ephemeralcontainers?dryRun=All&fieldManager=x")]
    [InlineData("POST", "/api/v1/namespaces/a/pods?fieldManager=x&dryRun=All")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews")]
    [InlineData("PATCH", "/api/v1/namespaces/pods?dryRun=All")]
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

    [Theory]
    [InlineData("PATCH", "/api/v1/namespaces/pods")]
    [InlineData("POST", "/api/v1/namespaces/a/configmaps")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/a/deployments/b")]
    [InlineData("PUT", "/apis/wgpolicyk8s.io/v1alpha2/namespaces/a/policyreports/b")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/x")]
    [InlineData("PUT", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")]
    public void IsAllowed_WouldBeStored_DoesNot(string method, string path) => Assert.False(IsAllowed(method, path));

    [Theory]
    [InlineData("POST", "/apis/coordination.k8s.io/v1/namespaces/a/leases")]
    [InlineData("POST", "/apis/coordination.k8s.io/v1/namespaces/a/leases?fieldManager=x")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/b.c-1")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/pods/leases/pods")]
    public void IsAllowed_LeaseBehindItsServer_Passes(string method, string path)
    {
        Assert.True(IsAllowed(method, path));
        Assert.True(IsAllowed(method, "/k8s/clusters/c-1" + path, "/k8s/clusters/c-1"));
        Assert.True(IsAllowed(method, "/k8s/clusters/c-1" + path, "/k8s/clusters/c-1/"));
    }

    [Theory]
    [InlineData("DELETE", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("DELETE", "/apis/coordination.k8s.io/v1/namespaces/a/leases")]
    [InlineData("PATCH", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases")]
    [InlineData("POST", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b/status")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b/")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces//leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1//namespaces/a/leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1beta1/namespaces/a/leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leasecandidates/b")]
    [InlineData("PUT", "/apis/Coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("PUT", "/apis/evil.io/v1/namespaces/a/leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/..%2Fpods")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b%2Fc")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/../pods/b")]
    [InlineData("PUT", "/api/v1/namespaces/x/services/y/proxy/apis/coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("PUT", "/api/v1/namespaces/x/pods/y/proxy/apis/coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b/api/v1/pods/c")]
    public void IsAllowed_NotExactlyALeaseOfItsServer_DoesNot(string method, string path)
    {
        Assert.False(IsAllowed(method, path));
        Assert.False(IsAllowed(method, "/k8s" + path, "/k8s"));
    }

    [Fact]
    public void IsAllowed_LeaseBesideTheServersPath_DoesNot() =>
        Assert.False(IsAllowed("PUT", "/other/apis/coordination.k8s.io/v1/namespaces/a/leases/b", "/k8s"));

    [Fact]
    public async Task Send_WriteToAPodThatIsNoDryRun_NeverReachesTheNetwork()
    {
        using var network = new Recorder();
        using var http = new HttpMessageInvoker(new DryRunGuard(new Uri("https://server")) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Patch, "https://server/api/v1/namespaces/a/pods/b");
        await Assert.ThrowsAsync<InvalidOperationException>(() => http.SendAsync(request, default));
        Assert.Equal(0, network.Requests);
    }

    /// <summary>
    /// The guard is one half; this is the other: nothing public takes a body to send, or has a name that promises to write, but the
    /// dry-run client and the client of leases.
    /// </summary>
    [Fact]
    public void PublicSurface_OnlyTheDryRunClient_CanWrite()
    {
        var writers = typeof(ApiServerClient).Assembly.GetExportedTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && m.Name != nameof(Equals) && (Array.Exists(m.GetParameters(), p => IsBody(p.ParameterType)) || SoundsLikeAWrite(m.Name)))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(["IDryRunClient.CreateAsync", "IDryRunClient.PatchAsync", "ILeaseClient.CreateAsync", "ILeaseClient.UpdateAsync"], writers);
    }

    /// <summary>What the client of leases takes beside names can only become a Lease.</summary>
    [Fact]
    public void LeaseClient_Writes_TakeNoPathAndNoBody() =>
        Assert.All(
            typeof(ILeaseClient).GetMethods().SelectMany(m => m.GetParameters()),
            p => Assert.Contains(p.ParameterType, new[] { typeof(string), typeof(Lease), typeof(LeaseSpec), typeof(CancellationToken) }));

    private static bool IsBody(Type type) =>
        type == typeof(ReadOnlyMemory<byte>) || type == typeof(byte[]) || type == typeof(HttpMethod) || typeof(HttpContent).IsAssignableFrom(type)
        || typeof(Stream).IsAssignableFrom(type) || type == typeof(Lease) || type == typeof(LeaseSpec);

    private static bool SoundsLikeAWrite(string name) =>
        Array.Exists(new[] { "Create", "Update", "Patch", "Put", "Post", "Delete", "Replace", "Apply", "Send" }, v => name.StartsWith(v, StringComparison.Ordinal))
        && name.EndsWith("Async", StringComparison.Ordinal);

    private static bool IsAllowed(string method, string path, string server = "") =>
        DryRunGuard.IsAllowed(new HttpMethod(method), new Uri("https://server" + path), new Uri("https://server" + server));

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
