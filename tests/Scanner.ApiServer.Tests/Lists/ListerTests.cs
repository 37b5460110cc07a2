using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Lists;

public sealed class ListerTests : IDisposable
{
    private static readonly ListRequest s_pods = new(ResourcePath.Core("pods"));

    private readonly TestClient _client = new(o => o with { Retries = 1 });
    private readonly NameSink _sink = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task List_SeveralPages_GivesAllInOrder()
    {
        _client.Server.Then(Page("5", "a+/=&1", "a", "b"), Page("5", "t2", "c"), Page("5", "", "d"));
        var answer = Assert.IsType<ApiAnswer<ListResult>.Ok>(await ListAsync(s_pods));
        Assert.Equal(new ListResult("5", 4, Consistent: true), answer.Value);
        Assert.Equal(["ns/a", "ns/b", "ns/c", "ns/d"], _sink.Names);
        Assert.Equal(
            ["GET /api/v1/pods?limit=500", "GET /api/v1/pods?limit=500&continue=a%2B%2F%3D%261", "GET /api/v1/pods?limit=500&continue=t2"],
            _client.Server.Lines);
    }

    /// <summary>Something on the way answers with what it likes.</summary>
    [Theory]
    [InlineData("Namespace", true)]
    [InlineData("NamespaceList", false)]
    [InlineData("EventList", false)]
    [InlineData("Pod", false)]
    public async Task Get_ObjectOfAnotherKind_IsNoAnswer(string kind, bool expected)
    {
        _client.Server.Then(Reply.Json(200, $$$"""{"kind":"{{{kind}}}","metadata":{"name":"a"}}"""));
        Assert.Equal(expected, await _client.Kubernetes.GetAsync(ResourcePath.Core("namespaces", name: "a"), NameReader.Instance, default) is ApiAnswer<string>.Ok);
    }

    [Fact]
    public async Task List_EachPage_ReachesTheCallerBeforeTheNextIsAskedFor()
    {
        var seen = new List<string>();
        _client.Server
            .Then(Page("5", "t1", "a", "b"))
            .Then(() => seen.Add(string.Join(' ', _sink.Names)), Page("5", "t2", "c"))
            .Then(() => seen.Add(string.Join(' ', _sink.Names)), Page("5", "", "d"));
        await ListAsync(s_pods);
        Assert.Equal(["ns/a ns/b", "ns/a ns/b ns/c"], seen);
    }

    [Fact]
    public async Task List_RemainingCount_IsPassedOn()
    {
        _client.Server.Then(
            Reply.Json(200, """{"metadata":{"continue":"t","remainingItemCount":22},"items":[]}"""),
            Reply.Json(200, """{"metadata":{},"items":null}"""));
        await ListAsync(s_pods);
        Assert.Equal([22, -1], _sink.Remaining);
    }

    [Fact]
    public async Task List_WithSelectors_SendsThemWithEveryPage()
    {
        _client.Server.Then(Page("5", "t", "a"), Page("5", "", "b"));
        var request = new ListRequest(ResourcePath.Core("pods", "open"))
        {
            Limit = 20,
            LabelSelector = "app in (a,b),!c",
            FieldSelector = "status.phase=Running",
        };
        await ListAsync(request);
        const string First = "GET /api/v1/namespaces/open/pods?limit=20&labelSelector=app%20in%20%28a%2Cb%29%2C%21c&fieldSelector=status.phase%3DRunning";
        Assert.Equal([First, First + "&continue=t"], _client.Server.Lines);
    }

    [Fact]
    public async Task List_RecordedPages_AreFollowed()
    {
        _client.Server.Then(Reply.Recorded("kubernetes-1.36/list/pods-page-1.json"), Reply.Recorded("kubernetes-1.36/list/pods-page-2.json"));
        _client.Server.ThenAlways(() => Page("1", "", "last"));
        var answer = Assert.IsType<ApiAnswer<ListResult>.Ok>(await ListAsync(s_pods with { Limit = 5 }));
        Assert.Equal(11, answer.Value.Count);
        Assert.Equal(11, _sink.Names.Distinct().Count());
    }

    [Fact]
    public async Task List_ResourceAbsent_IsNotServed()
    {
        _client.Server.Then(Reply.Recorded("kubernetes-1.36/list/not-found-resource.json"));
        var refused = Assert.IsType<ApiAnswer<ListResult>.Refused>(await ListAsync(new ListRequest(new ResourcePath("kyverno.io", "v1", "clusterpolicies"))));
        Assert.True(refused.Status.IsNotServed);
        Assert.Equal("GET /apis/kyverno.io/v1/clusterpolicies?limit=500", _client.Server.Lines.Single());
    }

    [Fact]
    public async Task List_RefusedHalfway_SaysSoAndKeepsWhatCame()
    {
        _client.Server.Then(Page("5", "t", "a", "b"), Reply.Recorded("kubernetes-1.36/list/forbidden.json"));
        Assert.Equal(403, Assert.IsType<ApiAnswer<ListResult>.Refused>(await ListAsync(s_pods)).Status.Code);
        Assert.Equal(["ns/a", "ns/b"], _sink.Names);
        Assert.Equal(0, _sink.Restarts);
    }

    [Fact]
    public async Task List_ConnectionLostHalfway_SaysSoAndKeepsWhatCame()
    {
        _client.Server.Then(Page("5", "t", "a", "b"));
        _client.Server.ThenThrows(new IOException("reset")).ThenThrows(new IOException("reset"));
        var failed = Assert.IsType<ApiAnswer<ListResult>.Failed>(await ListAsync(s_pods));
        Assert.Equal(TransportFailureKind.Connection, failed.Failure.Kind);
        Assert.Equal(["ns/a", "ns/b"], _sink.Names);
    }

    [Fact]
    public async Task List_TroubleHalfwayThatPasses_DoublesNothing()
    {
        _client.Server.Then(Page("5", "t", "a", "b"), Reply.Text(503, "busy"), Page("5", "", "c"));
        Assert.IsType<ApiAnswer<ListResult>.Ok>(await ListAsync(s_pods));
        Assert.Equal(["ns/a", "ns/b", "ns/c"], _sink.Names);
    }

    /// <summary>An empty list would mean that a namespace has no pods; an answer that is no list must not.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"error":"please log in"}""")]
    [InlineData("""{"metadata":{},"items":[{"metadata":{"name":"a"}}""")]
    [InlineData("""{"metadata":{},"items":["a"]}""")]
    public async Task List_AnswerThatIsNoList_IsABadAnswer(string body)
    {
        _client.Server.Then(Reply.Json(200, body));
        Assert.Equal(TransportFailureKind.BadAnswer, Assert.IsType<ApiAnswer<ListResult>.Failed>(await ListAsync(s_pods)).Failure.Kind);
    }

    /// <summary>A list of something else, whose items may look like those that were asked for.</summary>
    [Theory]
    [InlineData("ServiceList")]
    [InlineData("Pod")]
    [InlineData("Table")]
    [InlineData("List")]
    [InlineData("PartialObjectMetadataList")]
    [InlineData("bad\\u001b[31m")]
    public async Task List_OfAnotherKind_IsABadAnswer(string kind)
    {
        _client.Server.Then(Reply.Json(200, $$$"""{"kind":"{{{kind}}}","metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"a"}}]}"""));
        var failure = Assert.IsType<ApiAnswer<ListResult>.Failed>(await ListAsync(s_pods)).Failure;
        Assert.Equal(TransportFailureKind.BadAnswer, failure.Kind);
        Assert.DoesNotContain('\u001b', failure.Message);
        Assert.Empty(_sink.Names);
    }

    [Theory]
    [InlineData("", "pods", "PodList", true)]
    [InlineData("", "namespaces", "NamespaceList", true)]
    [InlineData("rbac.authorization.k8s.io", "roles", "ClusterRoleList", false)]
    [InlineData("admissionregistration.k8s.io", "validatingadmissionpolicies", "ValidatingAdmissionPolicyList", true)]
    [InlineData("constraints.gatekeeper.sh", "k8spsp", "K8sPSPPrivilegedContainerList", true)]
    [InlineData("constraints.gatekeeper.sh", "k8spsp", "Table", false)]
    public async Task List_KindOfItsResource_IsTaken(string group, string resource, string kind, bool taken)
    {
        _client.Server.Then(Reply.Json(200, $$$"""{"items":[{"metadata":{"name":"a","namespace":"ns"}}],"kind":"{{{kind}}}","metadata":{"resourceVersion":"5"}}"""));
        Assert.Equal(taken, await ListAsync(new ListRequest(new ResourcePath(group, "v1", resource))) is ApiAnswer<ListResult>.Ok);
    }

    /// <summary>Behind something that drops the token, the first page comes again and again.</summary>
    [Fact]
    public async Task List_TokenLeadsToItself_IsABadAnswer()
    {
        _client.Server.ThenAlways(() => Page("5", "t", "a"));
        var failure = Assert.IsType<ApiAnswer<ListResult>.Failed>(await ListAsync(s_pods)).Failure;
        Assert.Equal(TransportFailureKind.BadAnswer, failure.Kind);
        Assert.Equal(2, _client.Server.Requests.Count);
    }

    [Fact]
    public async Task List_Cancelled_AsksForNoFurtherPage()
    {
        using var cancel = new CancellationTokenSource();
        _client.Server.Then(cancel.Cancel, Page("5", "t", "a"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _client.Kubernetes.ListAsync(s_pods, NameReader.Instance, _sink, cancel.Token));
        Assert.Single(_client.Server.Requests);
    }

    internal static HttpResponseMessage Page(string version, string token, params string[] names)
    {
        var items = string.Join(',', names.Select(n => $$$"""{"metadata":{"name":"{{{n}}}","namespace":"ns"}}"""));
        return Reply.Json(200, $$$"""{"kind":"PodList","metadata":{"resourceVersion":"{{{version}}}","continue":"{{{token}}}"},"items":[{{{items}}}]}""");
    }

    private Task<ApiAnswer<ListResult>> ListAsync(ListRequest request) =>
        _client.RunAsync(() => _client.Kubernetes.ListAsync(request, NameReader.Instance, _sink, default));
}
