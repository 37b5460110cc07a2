using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Scanner.Simulator.Serving;

namespace Scanner.Simulator.Tests.Serving;

public sealed class RequestInfoTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods", "list pods  ''")]
    [InlineData("GET", "/api/v1/pods?watch=1", "watch pods  ''")]
    [InlineData("GET", "/api/v1/namespaces/a", "get namespaces  'a' a")]
    [InlineData("PATCH", "/api/v1/namespaces/a/status", "patch namespaces status 'a' a")]
    [InlineData("PATCH", "/api/v1/namespaces/a/pods/p/ephemeralcontainers", "patch pods ephemeralcontainers 'a' p")]
    [InlineData("DELETE", "/apis/g/v1/namespaces/a/things", "deletecollection things  'a'")]
    [InlineData("GET", "/api/v1/namespaces/a/pods?fieldSelector=metadata.name%3Dp", "list pods  'a' p")]
    [InlineData("PUT", "/apis/g/v1/things/t", "update things  '' t")]
    public void Parse_ResourcePath_ReadsVerbResourceAndName(string method, string url, string expected)
    {
        var info = Parse(method, url);

        Assert.True(info.IsResource);
        Assert.Equal(expected, $"{info.Verb} {info.Resource} {info.Subresource} '{info.Namespace}' {info.Name}".TrimEnd());
    }

    [Theory]
    [InlineData("/version")]
    [InlineData("/api/v1")]
    [InlineData("/apis/apps/v1")]
    [InlineData("/apis/apps")]
    public void Parse_OtherPath_IsNoResource(string path)
    {
        var info = Parse("GET", path);

        Assert.False(info.IsResource);
        Assert.Equal(path, info.Access.Path);
    }

    private static RequestInfo Parse(string method, string url)
    {
        var uri = new Uri("https://x" + url);
        return RequestInfo.Parse(method, uri.AbsolutePath, new QueryCollection(QueryHelpers.ParseQuery(uri.Query)));
    }
}
