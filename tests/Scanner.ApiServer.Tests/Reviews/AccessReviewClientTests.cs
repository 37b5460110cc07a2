using System.Text.Json.Nodes;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reviews;
using Scanner.ApiServer.Tests.Transport;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Reviews;

public sealed class AccessReviewClientTests : IDisposable
{
    private static readonly AccessReview s_alice = new("alice", null, "patch", "", "pods", "ephemeralcontainers", "open", "web");

    private readonly TestClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Review_Request_NamesWhoAndWhat()
    {
        _client.Server.Then(Reply.Json(201, """{"status":{"allowed":true,"reason":"RBAC: allowed"}}"""));
        var answer = await _client.Kubernetes.AccessReviews.ReviewAsync(s_alice, default);
        Assert.Equal(new AccessDecision(true, "RBAC: allowed"), Assert.IsType<ApiAnswer<AccessDecision>.Ok>(answer).Value);
        var sent = _client.Server.Requests.Single();
        Assert.Equal("POST /apis/authorization.k8s.io/v1/subjectaccessreviews", sent.Line);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"alice","resourceAttributes":
                {"verb":"patch","group":"","resource":"pods","subresource":"ephemeralcontainers","namespace":"open","name":"web"}}}
                """),
            JsonNode.Parse(sent.Body!)), sent.Body);
    }

    [Fact]
    public async Task Review_OfAGroup_NamesNoUser()
    {
        _client.Server.Then(Reply.Json(201, """{"status":{"allowed":false}}"""));
        var answer = await _client.Kubernetes.AccessReviews.ReviewAsync(s_alice with { User = null, Group = "developers", Subresource = null }, default);
        Assert.Equal(new AccessDecision(false, ""), Assert.IsType<ApiAnswer<AccessDecision>.Ok>(answer).Value);
        var spec = JsonNode.Parse(_client.Server.Requests.Single().Body!)!["spec"]!.AsObject();
        Assert.Equal("developers", (string?)spec["groups"]![0]);
        Assert.False(spec.ContainsKey("user"));
        Assert.False(spec["resourceAttributes"]!.AsObject().ContainsKey("subresource"));
    }

    /// <summary>Gateways answer 200 with something of their own: that is no "no".</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":{}}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","items":[]}""")]
    [InlineData("""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","code":403}""")]
    public async Task Review_AnswerThatIsNone_IsNoDecision(string body)
    {
        _client.Server.Then(Reply.Json(200, body));
        Assert.IsNotType<ApiAnswer<AccessDecision>.Ok>(await _client.Kubernetes.AccessReviews.ReviewAsync(s_alice, default));
    }

    [Fact]
    public async Task Review_RecordedAnswer_IsRead()
    {
        var recorded = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "rbac", "self-subject-access-review.json")))!["response"]!;
        _client.Server.Then(Reply.Json((int)recorded["status"]!, recorded["body"]!.ToJsonString()));
        var answer = Assert.IsType<ApiAnswer<AccessDecision>.Ok>(await _client.Kubernetes.AccessReviews.ReviewAsync(s_alice, default));
        Assert.Equal(new AccessDecision(true, "RBAC: allowed by RoleBinding \"debug/open\" of Role \"debug\" to User \"alice\""), answer.Value);
    }
}
