using System.Net;
using System.Reflection;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Writes;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class DryRunGuardTests
{
    private const string Pod = "/api/v1/namespaces/a/pods/b";
    private const string DryRun = "?dryRun=All";
    private const string Events = "/apis/events.k8s.io/v1/namespaces/default/events";
    private const string MergePatch = "application/merge-patch+json";

    [Theory]
    [InlineData("GET", "/version")]
    [InlineData("GET", "/apis")]
    [InlineData("GET", "/api/v1")]
    [InlineData("GET", "/apis/kyverno.io/v2beta1")]
    [InlineData("GET", "/api/v1/pods?limit=500&continue=eyJ2%3D%3D")]
    [InlineData("GET", "/api/v1/namespaces?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&sendInitialEvents=true&resourceVersionMatch=NotOlderThan")]
    [InlineData("GET", "/apis/rbac.authorization.k8s.io/v1/namespaces/a/roles?labelSelector=a%3Db%2Cc%20in%20(d)")]
    [InlineData("GET", Pod)]
    [InlineData("GET", "/api/v1/namespaces/proxy/pods/exec")]
    [InlineData("GET", "/api/v1/nodes/proxy")]
    [InlineData("GET", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All&fieldManager=x")]
    [InlineData("PATCH", "/api/v1/namespaces/proxy/pods/b.c-1/ephemeralcontainers?fieldValidation=Strict&dryRun=All")]
    [InlineData("POST", "/api/v1/namespaces/a/pods?fieldManager=x&dryRun=All")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews")]
    [InlineData("POST", "/apis/coordination.k8s.io/v1/namespaces/a/leases")]
    [InlineData("POST", "/apis/coordination.k8s.io/v1/namespaces/a/leases?fieldManager=x")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/b.c-1")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/pods/leases/pods")]
    public void IsAllowed_ShapeThatIsSent_PassesBehindAnyServer(string method, string path)
    {
        Assert.True(IsAllowed(method, path));
        foreach (var server in new[] { "/k8s/clusters/c-1", "/k8s/clusters/c-1/", "/api/v1/namespaces/vc/pods/https:vcluster-0:8443/proxy", "/a%20b" })
            Assert.True(IsAllowed(method, server.TrimEnd('/') + path, server), server);
    }

    [Theory]
    [InlineData("PATCH", Pod + "/ephemeralcontainers")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All&dryRun=")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=&dryRun=All")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All&dryRun=All")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All&dryrun=None")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All&")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?&dryRun=All")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All;fieldManager=x")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All,None")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All#x")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers#?dryRun=All")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=all")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All%00")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dry%52un=All")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=%41ll")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?xdryRun=All")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun[]=All")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All&_method=PUT")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?dryRun=All&fieldManager=a%26b")]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?fieldManager=dryRun=All")]
    [InlineData("POST", "/api/v1/namespaces/a/pods")]
    [InlineData("POST", "/api/v1/namespaces/a/pods?dryRun=None")]
    public void IsAllowed_WriteThatIsNotSurelyADryRun_DoesNot(string method, string path) => AssertRefused(method, path);

    [Theory]
    [InlineData("DELETE", Pod + DryRun)]
    [InlineData("DELETE", "/api/v1/namespaces/a/pods" + DryRun)]
    [InlineData("DELETE", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b")]
    [InlineData("DELETE", "/apis/coordination.k8s.io/v1/namespaces/a/leases")]
    [InlineData("PUT", Pod + "/ephemeralcontainers" + DryRun)]
    [InlineData("PUT", Pod + DryRun)]
    [InlineData("PATCH", Pod + DryRun)]
    [InlineData("PATCH", Pod + "/resize" + DryRun)]
    [InlineData("PATCH", Pod + "/status" + DryRun)]
    [InlineData("PATCH", "/api/v1/namespaces/pods" + DryRun)]
    [InlineData("PATCH", "/api/v1/pods/b/ephemeralcontainers" + DryRun)]
    [InlineData("POST", "/api/v1/pods" + DryRun)]
    [InlineData("POST", Pod + "/eviction" + DryRun)]
    [InlineData("POST", Pod + "/binding" + DryRun)]
    [InlineData("POST", Pod + "/attach" + DryRun)]
    [InlineData("POST", Pod + "/exec" + DryRun)]
    [InlineData("POST", Pod + "/portforward" + DryRun)]
    [InlineData("POST", Pod + "/proxy" + DryRun)]
    [InlineData("POST", "/api/v1/namespaces/a/bindings" + DryRun)]
    [InlineData("POST", "/api/v1/namespaces/a/serviceaccounts/b/token" + DryRun)]
    [InlineData("POST", "/api/v1/namespaces/a/services/b/proxy" + DryRun)]
    [InlineData("POST", "/api/v1/namespaces/a/configmaps" + DryRun)]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/a/deployments/b" + DryRun)]
    [InlineData("PUT", "/apis/wgpolicyk8s.io/v1alpha2/namespaces/a/policyreports/b")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/x")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/namespaces/a/localsubjectaccessreviews")]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews")]
    [InlineData("PUT", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")]
    [InlineData("HEAD", "/api/v1/pods")]
    [InlineData("OPTIONS", "/api/v1/pods")]
    [InlineData("CONNECT", "/api/v1/pods")]
    [InlineData("TRACE", "/api/v1/pods")]
    [InlineData("get", "/api/v1/pods")]
    [InlineData("patch", Pod + "/ephemeralcontainers" + DryRun)]
    public void IsAllowed_AnotherKindOfRequest_DoesNot(string method, string path) => AssertRefused(method, path);

    /// <summary>A token of somebody else goes nowhere but there, and only from who serves others.</summary>
    [Theory]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews", true)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews?fieldManager=x", false)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews?", false)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews/", false)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews/x", false)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1beta1/tokenreviews", false)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", false)]
    [InlineData("POST", "/api/v1/namespaces/a/serviceaccounts/b/token", false)]
    [InlineData("PUT", "/apis/authentication.k8s.io/v1/tokenreviews", false)]
    [InlineData("PATCH", "/apis/authentication.k8s.io/v1/tokenreviews", false)]
    public void IsAllowed_TokenReview_WhereItIsNeeded(string method, string path, bool allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://server" + path);
        Assert.Equal(allowed, DryRunGuard.IsAllowed(request, new Uri("https://server"), tokenReviews: true));
        Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server")));
    }

    /// <summary>An Event can be written where events about namespaces belong, and nowhere else, by who writes them.</summary>
    [Theory]
    [InlineData("POST", Events, null, true)]
    [InlineData("POST", Events + "?fieldManager=ephemeral-scanner", null, true)]
    [InlineData("PATCH", Events + "/a.1f", MergePatch, true)]
    [InlineData("PATCH", Events + "/a.1f?fieldManager=x", MergePatch, true)]
    [InlineData("POST", Events + "?dryRun=All", null, false)]
    [InlineData("POST", Events + "?fieldValidation=Ignore", null, false)]
    [InlineData("POST", Events + "?", null, false)]
    [InlineData("POST", Events + "/", null, false)]
    [InlineData("POST", Events + "/a", null, false)]
    [InlineData("POST", "/apis/events.k8s.io/v1/events", null, false)]
    [InlineData("POST", "/apis/events.k8s.io/v1/namespaces/a/events", null, false)]
    [InlineData("POST", "/apis/events.k8s.io/v1/namespaces/kube-system/events", null, false)]
    [InlineData("POST", "/apis/events.k8s.io/v1beta1/namespaces/default/events", null, false)]
    [InlineData("POST", "/apis/events.k8s.io/v1/namespaces/default/pods", null, false)]
    [InlineData("POST", "/apis/other.k8s.io/v1/namespaces/default/events", null, false)]
    [InlineData("POST", "/api/v1/namespaces/default/events", null, false)]
    [InlineData("POST", "/api/v1/namespaces/x/services/y/proxy" + Events, null, false)]
    [InlineData("PATCH", Events, MergePatch, false)]
    [InlineData("PATCH", Events + "/", MergePatch, false)]
    [InlineData("PATCH", Events + "/a/status", MergePatch, false)]
    [InlineData("PATCH", Events + "/a", null, false)]
    [InlineData("PATCH", Events + "/a", "application/json", false)]
    [InlineData("PATCH", Events + "/a", "application/apply-patch+yaml", false)]
    [InlineData("PATCH", Events + "/a", "application/json-patch+json", false)]
    [InlineData("PATCH", Events + "/a", "application/strategic-merge-patch+json", false)]
    [InlineData("PATCH", Events + "/a", MergePatch + "; charset=utf-8", false)]
    [InlineData("PATCH", Events + "/a?force=true", MergePatch, false)]
    [InlineData("PATCH", Events + "/..%2Fa", MergePatch, false)]
    [InlineData("PUT", Events + "/a", null, false)]
    [InlineData("DELETE", Events + "/a", null, false)]
    [InlineData("DELETE", Events, null, false)]
    public void IsAllowed_Event_ExactlyOnePlace(string method, string path, string? contentType, bool allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://server" + path);
        if (contentType is not null)
            request.Content = new StringContent("{}", System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType));
        Assert.Equal(allowed, DryRunGuard.IsAllowed(request, new Uri("https://server"), events: true));
        Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server"), tokenReviews: true, emptyPatches: true));
    }

    /// <summary>The write that is no dry run has nothing to write: its body is no bytes of anybody, and its path and query are one shape.</summary>
    [Theory]
    [InlineData("PATCH", Pod + "/ephemeralcontainers", true)]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?", false)]
    [InlineData("PATCH", Pod + "/ephemeralcontainers?fieldManager=x", false)]
    [InlineData("PATCH", Pod + "/ephemeralcontainers/", false)]
    [InlineData("PATCH", Pod, false)]
    [InlineData("PATCH", Pod + "/status", false)]
    [InlineData("PATCH", Pod + "/resize", false)]
    [InlineData("PATCH", "/api/v1/namespaces/a", false)]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/a/deployments/b", false)]
    [InlineData("PUT", Pod + "/ephemeralcontainers", false)]
    [InlineData("POST", Pod + "/ephemeralcontainers", false)]
    [InlineData("POST", "/api/v1/namespaces/a/pods", false)]
    [InlineData("DELETE", Pod, false)]
    public void IsAllowed_EmptyPatch_ExactlyOneShape(string method, string path, bool allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://server" + path) { Content = EmptyPatch(MergePatch) };
        Assert.Equal(allowed, DryRunGuard.IsAllowed(request, new Uri("https://server"), emptyPatches: true));
        Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server"), tokenReviews: true, events: true));
        foreach (var content in new HttpContent?[] { new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue(MergePatch)), EmptyPatch("application/json"), EmptyPatch("application/apply-patch+yaml"), null })
        {
            request.Content = content;
            Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server"), emptyPatches: true));
        }
    }

    [Fact]
    public async Task EmptyPatchContent_IsTwoBytes()
    {
        using var content = EmptyPatch(MergePatch);
        Assert.Equal("{}", await content.ReadAsStringAsync());
        Assert.Equal(2, content.Headers.ContentLength);
    }

    private static EmptyPatchContent EmptyPatch(string type)
    {
        var content = new EmptyPatchContent(null);
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
        return content;
    }

    [Theory]
    [InlineData(Pod + "/exec?command=sh")]
    [InlineData(Pod + "/attach")]
    [InlineData(Pod + "/portforward?ports=1")]
    [InlineData(Pod + "/proxy")]
    [InlineData(Pod + "/proxy/")]
    [InlineData(Pod + "/proxy/a/b")]
    [InlineData(Pod + ":8443/proxy/")]
    [InlineData(Pod + "/log")]
    [InlineData("/api/v1/namespaces/a/services/b/proxy")]
    [InlineData("/api/v1/namespaces/a/services/https:b:443/proxy/x")]
    [InlineData("/api/v1/nodes/n/proxy")]
    [InlineData("/api/v1/nodes/n/proxy/run/a/b/c?cmd=id")]
    [InlineData("/api/v1/proxy/nodes/n")]
    [InlineData("/api/v1/proxy/nodes")]
    [InlineData("/api/v1/namespaces/a/proxy/b")]
    [InlineData("/apis/metrics.k8s.io/v1beta1/nodes/n/proxy")]
    [InlineData("/api/v1/pods/")]
    [InlineData("/api/v1//pods")]
    [InlineData("/api/v1/namespaces//pods")]
    [InlineData("/api/v1/pods;x")]
    [InlineData("/api/v1/p%6fds")]
    [InlineData("/api/v1/namespaces/a/pods/b%2Fexec")]
    [InlineData("/api/v1/namespaces/a/pods/..%2fb")]
    [InlineData("/api/v1/namespaces/a/pods/%2e%2e")]
    [InlineData("/api/v1/namespaces/a/pods/b%00")]
    [InlineData("/api/v1/Pods")]
    [InlineData("/api/v2/pods")]
    [InlineData("/API/v1/pods")]
    [InlineData("/healthz")]
    [InlineData("/logs/x")]
    [InlineData("/")]
    [InlineData("/api/v1/pods?")]
    [InlineData("/api/v1/pods?limit")]
    [InlineData("/api/v1/pods?limit=1&limit=2")]
    [InlineData("/api/v1/pods?_method=DELETE")]
    [InlineData("/api/v1/pods?limit=1;watch=1")]
    [InlineData("/api/v1/pods?%6cimit=1")]
    public void IsAllowed_ReadThatIsNone_DoesNot(string path) => AssertRefused("GET", path);

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
    public void IsAllowed_NotExactlyALeaseOfItsServer_DoesNot(string method, string path) => AssertRefused(method, path);

    [Fact]
    public void IsAllowed_LeaseBesideTheServersPath_DoesNot() =>
        Assert.False(IsAllowed("PUT", "/other/apis/coordination.k8s.io/v1/namespaces/a/leases/b", "/k8s"));

    [Theory]
    [InlineData("https://other/api/v1/pods")]
    [InlineData("http://server/api/v1/pods")]
    [InlineData("https://server:8443/api/v1/pods")]
    [InlineData("https://user@server/api/v1/pods")]
    [InlineData("https://server/other/api/v1/pods")]
    [InlineData("https://server/api/v1/pods")]
    [InlineData("https://server/k8sx/api/v1/pods")]
    [InlineData("https://server/k8s/../api/v1/pods")]
    [InlineData("https://server/k8s/../other/api/v1/pods")]
    public void IsAllowed_BesideTheServer_DoesNot(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server/k8s")));
    }

    /// <summary>What the URL parser leaves as it was written is judged as it was written, because so it is sent.</summary>
    [Theory]
    [InlineData("https://server/api/v1/namespaces/a/pods/../../../../x")]
    [InlineData("https://server/api/v1/pods/%2e%2e/x")]
    [InlineData("https://server/api/v1/pods\\x")]
    public void IsAllowed_PathThatIsSentAsItIs_DoesNot(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(uri, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server")));
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("x-http-method", "DELETE")]
    [InlineData("X-Method-Override", "DELETE")]
    [InlineData("Upgrade", "SPDY/3.1")]
    public void IsAllowed_HeaderThatMakesItAnotherRequest_DoesNot(string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://server/api/v1/pods");
        Assert.True(DryRunGuard.IsAllowed(request, new Uri("https://server")));
        Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server")));
    }

    [Fact]
    public void IsAllowed_ReadWithABody_DoesNot()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://server/api/v1/pods") { Content = new StringContent("{}") };
        Assert.False(DryRunGuard.IsAllowed(request, new Uri("https://server")));
    }

    [Fact]
    public async Task Send_WriteToAPodThatIsNoDryRun_NeverReachesTheNetwork()
    {
        using var network = new Recorder();
        using var http = new HttpMessageInvoker(new DryRunGuard(new Uri("https://server")) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Patch, "https://server/api/v1/namespaces/a/pods/b");
        await Assert.ThrowsAsync<RefusedRequestException>(() => http.SendAsync(request, default));
        Assert.Equal(0, network.Requests);
    }

    /// <summary>
    /// The guard is one half; this is the other: nothing public takes a body to send, or has a name that promises to write, but the
    /// dry-run client, the clients of leases, of events and of reports, and the one whose patch is empty.
    /// </summary>
    [Fact]
    public void PublicSurface_OnlyTheDryRunClient_CanWrite()
    {
        var writers = typeof(ApiServerClient).Assembly.GetExportedTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && m.Name != nameof(Equals) && (Array.Exists(m.GetParameters(), p => IsBody(p.ParameterType)) || SoundsLikeAWrite(m.Name)))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "IDryRunClient.CreateAsync", "IDryRunClient.PatchAsync", "IEmptyPatchClient.PatchAsync", "IEventClient.CreateAsync", "ILeaseClient.CreateAsync",
                "ILeaseClient.UpdateAsync", "IReportClient.ApplyAsync", "IReportClient.DeleteAsync",
            ],
            writers);
    }

    /// <summary>What the client of events takes can only become an Event in one namespace, or a number in one.</summary>
    [Fact]
    public void EventClient_Writes_TakeNoPathAndNoBody() =>
        Assert.All(
            typeof(IEventClient).GetMethods().SelectMany(m => m.GetParameters()),
            p => Assert.Contains(p.ParameterType, new[] { typeof(string), typeof(int), typeof(DateTimeOffset), typeof(ClusterEvent), typeof(CancellationToken) }));

    [Fact]
    public void EmptyPatchClient_TakesNamesOnly() =>
        Assert.All(
            typeof(IEmptyPatchClient).GetMethods().SelectMany(m => m.GetParameters()),
            p => Assert.Contains(p.ParameterType, new[] { typeof(string), typeof(CancellationToken) }));

    /// <summary>What the client of leases takes beside names can only become a Lease.</summary>
    [Fact]
    public void LeaseClient_Writes_TakeNoPathAndNoBody() =>
        Assert.All(
            typeof(ILeaseClient).GetMethods().SelectMany(m => m.GetParameters()),
            p => Assert.Contains(p.ParameterType, new[] { typeof(string), typeof(Lease), typeof(LeaseSpec), typeof(CancellationToken) }));

    /// <summary>Of where it goes the client of reports is told an API of two, and a namespace: the kind, the name and the query are its own.</summary>
    [Fact]
    public void ReportClient_Writes_TakeNoPath() =>
        Assert.All(
            typeof(IReportClient).GetMethods().SelectMany(m => m.GetParameters()).Where(p => !p.ParameterType.ContainsGenericParameters),
            p => Assert.Contains(p.ParameterType, new[] { typeof(ReportGroup), typeof(string), typeof(ReadOnlyMemory<byte>), typeof(CancellationToken) }));

    private static bool IsBody(Type type) =>
        type == typeof(ReadOnlyMemory<byte>) || type == typeof(byte[]) || type == typeof(HttpMethod) || typeof(HttpContent).IsAssignableFrom(type)
        || typeof(Stream).IsAssignableFrom(type) || type == typeof(Lease) || type == typeof(LeaseSpec);

    private static bool SoundsLikeAWrite(string name) =>
        Array.Exists(new[] { "Create", "Update", "Patch", "Put", "Post", "Delete", "Replace", "Apply", "Send" }, v => name.StartsWith(v, StringComparison.Ordinal))
        && name.EndsWith("Async", StringComparison.Ordinal);

    private static void AssertRefused(string method, string path)
    {
        Assert.False(IsAllowed(method, path));
        Assert.False(IsAllowed(method, "/k8s" + path, "/k8s"));
    }

    private static bool IsAllowed(string method, string path, string server = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://server" + path);
        return DryRunGuard.IsAllowed(request, new Uri("https://server" + server));
    }

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
