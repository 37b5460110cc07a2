using System.Text;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Lists;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.DryRuns;

public sealed class DryRunClientTests : IDisposable
{
    private const string Query = "?dryRun=All&fieldManager=ephemeral-scanner&fieldValidation=Strict";
    private const string Accept = "application/vnd.kubernetes.protobuf, application/json";
    private const string Body = """{"spec":{"ephemeralContainers":[{"name":"probe-ä"}]}}""";

    private static readonly ResourcePath s_target = ResourcePath.Core("pods", "open", "web", "ephemeralcontainers");

    private readonly TestClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Patch_Request_IsAStrictStrategicMergeThatStoresNothing()
    {
        _client.Server.Then(Reply.Pod());
        Assert.Equal("open/web", Assert.IsType<ApiAnswer<string>.Ok>(await PatchAsync(s_target)).Value);
        var sent = _client.Server.Requests.Single();
        Assert.Equal("PATCH /api/v1/namespaces/open/pods/web/ephemeralcontainers" + Query, sent.Line);
        Assert.Equal(("application/strategic-merge-patch+json", Body), (sent.ContentType, sent.Body));
        Assert.Equal((Accept, "ephemeral-scanner/1.2"), (sent.Header("Accept"), sent.Header("User-Agent")));
    }

    [Fact]
    public async Task Create_Request_IsAStrictPostThatStoresNothing()
    {
        _client.Server.Then(Reply.Json(201, """{"metadata":{"name":"web","namespace":"open"}}"""));
        var path = ResourcePath.Core("pods", "open");
        var answer = await _client.Kubernetes.DryRun.CreateAsync(path, Encoding.UTF8.GetBytes(Body), NameReader.Instance, default);
        Assert.Equal(201, Assert.IsType<ApiAnswer<string>.Ok>(answer).StatusCode);
        var sent = _client.Server.Requests.Single();
        Assert.Equal("POST /api/v1/namespaces/open/pods" + Query, sent.Line);
        Assert.Equal(("application/json", Body, Accept), (sent.ContentType, sent.Body, sent.Header("Accept")));
    }

    /// <summary>Gateways answer with something of their own, whatever was asked for.</summary>
    [Theory]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","items":[]}""", "it is a PodList")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"web","namespace":"open"}}""", "it is a ConfigMap")]
    public async Task Patch_AnswerOfAnotherKind_IsNoAnswer(string body, string reason)
    {
        _client.Server.Then(Reply.Json(200, body));
        var failure = Assert.IsType<ApiAnswer<string>.Failed>(await PatchAsync(s_target)).Failure;
        Assert.Equal(TransportFailureKind.BadAnswer, failure.Kind);
        Assert.EndsWith(reason, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>No name of an object can add to the query, or end it: one that would need escaping is not sent at all.</summary>
    [Theory]
    [InlineData("web?dryRun=")]
    [InlineData("web#")]
    [InlineData("web&dryRun=")]
    [InlineData("web/../../../pods")]
    public async Task Patch_NameThatNoObjectHas_IsNotSent(string name)
    {
        var path = ResourcePath.Core("pods", "open", name, "ephemeralcontainers");
        Assert.EndsWith($"/pods/{Uri.EscapeDataString(name)}/ephemeralcontainers", path.ToString(), StringComparison.Ordinal);
        Assert.Equal(TransportFailureKind.NotSent, Assert.IsType<ApiAnswer<string>.Failed>(await PatchAsync(path)).Failure.Kind);
        Assert.Empty(_client.Server.Requests);
    }

    [Fact]
    public async Task Patch_Repeated_SendsTheSameBodyAgain()
    {
        _client.Server.Then(Reply.Text(429, "later").With("Retry-After", "1"), Reply.Pod());
        await _client.RunAsync(() => PatchAsync(s_target));
        Assert.Equal([Body, Body], _client.Server.Requests.Select(r => r.Body));
        Assert.Single(_client.Server.Lines.Distinct());
    }

    [Fact]
    public async Task Patch_Denied_IsAnAnswerWithItsStatusAndWarnings()
    {
        _client.Server.Then(Reply.Recorded("kubernetes-1.36/probe-errors/forbidden-by-rbac.json").With("Warning", "299 - \"mind\""));
        var refused = Assert.IsType<ApiAnswer<string>.Refused>(await PatchAsync(s_target));
        Assert.Equal((403, "Forbidden", "web"), (refused.Status.Code, refused.Status.Reason, refused.Status.DetailsName));
        Assert.Equal<string>(["mind"], refused.Warnings);
    }

    private Task<ApiAnswer<string>> PatchAsync(ResourcePath path) =>
        _client.Kubernetes.DryRun.PatchAsync(path, Encoding.UTF8.GetBytes(Body), NameReader.Instance, default);
}
