using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class RequestKindTests
{
    [Theory]
    [InlineData("GET", "/version", "get", "", "version")]
    [InlineData("GET", "/apis", "get", "", "discovery")]
    [InlineData("GET", "/api/v1", "get", "", "discovery")]
    [InlineData("GET", "/apis/kyverno.io/v1", "get", "", "discovery")]
    [InlineData("GET", "/api/v1/pods?limit=500", "list", "", "pods")]
    [InlineData("GET", "/api/v1/namespaces", "list", "", "namespaces")]
    [InlineData("GET", "/api/v1/namespaces/a%2Fb", "get", "", "namespaces")]
    [InlineData("GET", "/api/v1/namespaces/pods/pods", "list", "", "pods")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/web", "get", "", "pods")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/web/ephemeralcontainers?dryRun=All", "patch", "", "pods/ephemeralcontainers")]
    [InlineData("POST", "/api/v1/namespaces/a/pods?dryRun=All", "create", "", "pods")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/a/leases/l", "update", "coordination.k8s.io", "leases")]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", "create", "authorization.k8s.io", "subjectaccessreviews")]
    public void Of_NamesVerbGroupAndResource(string method, string path, string verb, string group, string resource) =>
        Assert.Equal(new RequestKind(verb, group, resource), RequestKind.Of(new ApiRequest(new HttpMethod(method), path, "application/json")));

    [Fact]
    public void Of_AStreamedRead_IsAWatch() => Assert.Equal(
        new RequestKind("watch", "", "pods"),
        RequestKind.Of(new ApiRequest(HttpMethod.Get, "/api/v1/pods?watch=true", "application/json") { Streamed = true }));
}
