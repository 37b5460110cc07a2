using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reviews;
using Scanner.ApiServer.Tests.Transport;

namespace Scanner.ApiServer.Tests.Reviews;

public sealed class TokenReviewClientTests : IDisposable
{
    private readonly TestClient _client = new(options => options with { TokenReviews = true });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Review_Request_HoldsTheTokenInItsBodyAlone()
    {
        _client.Server.Then(Reply.Json(201, """{"kind":"TokenReview","status":{"authenticated":true,"user":{"username":"jane","uid":"7","groups":["a","b"],"extra":{"k":["v\u0022"]}},"audiences":["x"]}}"""));
        var answer = await _client.Kubernetes.TokenReviews.ReviewAsync("s3cret\"<", default);
        var who = Assert.IsType<ApiAnswer<TokenIdentity?>.Ok>(answer).Value!;
        Assert.Equal(("jane", "7", "a,b"), (who.User, who.Uid, string.Join(',', who.Groups)));
        var sent = _client.Server.Requests.Single();
        Assert.Equal("POST /apis/authentication.k8s.io/v1/tokenreviews", sent.Line);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"s3cret\"<"}}"""), JsonNode.Parse(sent.Body!)), sent.Body);
    }

    [Theory]
    [InlineData("""{"kind":"TokenReview","status":{"user":{},"error":"invalid bearer token"}}""")]
    [InlineData("""{"kind":"TokenReview","status":{"authenticated":false,"user":{"username":"jane"}}}""")]
    [InlineData("""{"kind":"TokenReview","status":{"authenticated":true}}""")]
    [InlineData("""{"kind":"TokenReview","status":{"authenticated":true,"user":{"username":""}}}""")]
    [InlineData("""{"kind":"TokenReview","status":{}}""")]
    public async Task Review_TokenOfNobody_IsNobody(string body)
    {
        _client.Server.Then(Reply.Json(201, body));
        Assert.Null(Assert.IsType<ApiAnswer<TokenIdentity?>.Ok>(await _client.Kubernetes.TokenReviews.ReviewAsync("x", default)).Value);
    }

    /// <summary>A gateway's own answer says nothing about a token.</summary>
    [Theory]
    [InlineData(200, "{}")]
    [InlineData(201, """{"kind":"TokenReview","spec":{}}""")]
    [InlineData(200, """{"kind":"SubjectAccessReview","status":{"allowed":true,"authenticated":true,"user":{"username":"x"}}}""")]
    [InlineData(200, """{"kind":"Status","status":"Failure","message":"no","code":403}""")]
    [InlineData(403, """{"kind":"Status","status":"Failure","message":"no","code":403}""")]
    [InlineData(503, "")]
    public async Task Review_AnswerThatIsNone_IsNoDecision(int status, string body)
    {
        _client.Server.Then(Reply.Json(status, body));
        Assert.IsNotType<ApiAnswer<TokenIdentity?>.Ok>(await _client.Kubernetes.TokenReviews.ReviewAsync("x", default));
        Assert.Single(_client.Server.Requests);
    }

    [Fact]
    public async Task ReviewPath_OfATokensOwner_SaysAllThatIsKnownOfThem()
    {
        _client.Server.Then(Reply.Json(201, """{"status":{"authenticated":true,"user":{"username":"jane","uid":"7","groups":["a"],"extra":{"k":["v"]}}}}"""));
        _client.Server.Then(Reply.Json(201, """{"kind":"SubjectAccessReview","status":{"allowed":true}}"""));
        var who = Assert.IsType<ApiAnswer<TokenIdentity?>.Ok>(await _client.Kubernetes.TokenReviews.ReviewAsync("x", default)).Value!;
        var answer = await _client.Kubernetes.PathReviews.ReviewAsync(who, "get", "/api/v1/posture", default);
        Assert.True(Assert.IsType<ApiAnswer<AccessDecision>.Ok>(answer).Value.Allowed);
        var sent = _client.Server.Requests[1];
        Assert.Equal("POST /apis/authorization.k8s.io/v1/subjectaccessreviews", sent.Line);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"jane","uid":"7","groups":["a"],"extra":{"k":["v"]},
                "nonResourceAttributes":{"path":"/api/v1/posture","verb":"get"}}}
                """),
            JsonNode.Parse(sent.Body!)), sent.Body);
    }

    [Fact]
    public async Task Review_WhereNobodyIsServed_NeverLeaves()
    {
        using var other = new TestClient();
        Assert.IsType<ApiAnswer<TokenIdentity?>.Failed>(await other.Kubernetes.TokenReviews.ReviewAsync("x", default));
        Assert.Empty(other.Server.Requests);
    }
}
