using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class ResourcePathTests
{
    [Theory]
    [InlineData("", "v1", "namespaces", null, null, null, "/api/v1/namespaces")]
    [InlineData("", "v1", "namespaces", null, "open", null, "/api/v1/namespaces/open")]
    [InlineData("", "v1", "pods", "open", null, null, "/api/v1/namespaces/open/pods")]
    [InlineData("", "v1", "pods", "open", "web", "ephemeralcontainers", "/api/v1/namespaces/open/pods/web/ephemeralcontainers")]
    [InlineData("apps", "v1", "deployments", "open", "web", null, "/apis/apps/v1/namespaces/open/deployments/web")]
    [InlineData("rbac.authorization.k8s.io", "v1", "clusterroles", null, "system:node", null, "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode")]
    public void ToString_Parts_FollowTheApisConvention(string group, string version, string resource, string? ns, string? name, string? subresource, string expected) =>
        Assert.Equal(expected, new ResourcePath(group, version, resource, ns, name, subresource).ToString());

    /// <summary>A name must not reach into the path, the query or the fragment of the URL, also once the URL has been parsed.</summary>
    [Theory]
    [InlineData("a/b")]
    [InlineData("a?dryRun=")]
    [InlineData("a#b")]
    [InlineData("a%2Fb")]
    [InlineData("a/../../b")]
    [InlineData("..\\b")]
    [InlineData("...")]
    [InlineData("a b+c&d=e")]
    [InlineData("ä")]
    public void ToString_AnyName_StaysOnePartOfTheUrl(string name)
    {
        var path = ResourcePath.Core("pods", "open", name, "ephemeralcontainers").ToString();
        var url = new Uri("https://server" + path + "?x");
        Assert.Equal(path, url.AbsolutePath);
        Assert.Equal(["api", "v1", "namespaces", "open", "pods", name, "ephemeralcontainers"], url.AbsolutePath[1..].Split('/').Select(Uri.UnescapeDataString));
        Assert.Equal("?x", url.Query);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void ToString_PartThatWouldVanish_IsRefused(string part)
    {
        ResourcePath[] paths =
        [
            new("", part, "pods"), ResourcePath.Core(part), ResourcePath.Core("pods", part), ResourcePath.Core("pods", "open", part),
            ResourcePath.Core("pods", "open", "web", part),
        ];
        Assert.All(paths, path => Assert.Throws<ArgumentException>(() => path.ToString()));
    }
}
