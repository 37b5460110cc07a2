using System.Text.Json;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Gatekeeper;

public sealed class GatekeeperMutationsTests
{
    private const string Location = "spec.ephemeralContainers[name:*].securityContext.privileged";

    [Theory]
    [InlineData("Assign", Location, """{"assign":{"value":false}}""", """{"privileged":false}""")]
    [InlineData("Assign", "spec.ephemeralContainers[name: dbg].securityContext.privileged", """{"assign":{"value":false}}""", """{"privileged":false}""")]
    [InlineData("Assign", "spec.ephemeralContainers[name: \"other\"].securityContext.privileged", """{"assign":{"value":false}}""", """{"privileged":true}""")]
    [InlineData("Assign", "spec.containers[name:*].securityContext.privileged", """{"assign":{"value":false}}""", """{"privileged":true}""")]
    [InlineData("Assign", Location, """{"assign":{"value":false},"pathTests":[{"subPath":"spec.ephemeralContainers[name:*].securityContext","condition":"MustNotExist"}]}""", """{"privileged":true}""")]
    [InlineData("Assign", Location, """{"assign":{"value":false},"pathTests":[{"subPath":"spec.ephemeralContainers[name:*].securityContext.privileged","condition":"MustExist"}]}""", """{"privileged":false}""")]
    [InlineData("Assign", "spec.ephemeralContainers[name:*].securityContext.capabilities", """{"assign":{"value":{"drop":["ALL"]}}}""", """{"privileged":true,"capabilities":{"drop":["ALL"]}}""")]
    [InlineData("ModifySet", "spec.ephemeralContainers[name:*].securityContext.capabilities.drop", """{"operation":"merge","values":{"fromList":["ALL"]}}""", """{"privileged":true,"capabilities":{"drop":["ALL"]}}""")]
    [InlineData("Assign", "spec.ephemeralContainers[name:*", """{"assign":{"value":false}}""", """{"privileged":true}""")]
    public void SecurityContext(string kind, string location, string parameters, string expected)
    {
        var outcome = Mutate(kind, location, parameters);
        var container = outcome.Object.GetProperty("spec").GetProperty("ephemeralContainers")[0];
        Assert.Equal(expected, container.GetProperty("securityContext").GetRawText());
        Assert.Equal(expected == """{"privileged":true}""" ? "" : $"{kind}/m", string.Join(' ', outcome.By));
    }

    /// <summary>Of what is changed elsewhere the API server keeps nothing, and what comes from elsewhere is not known.</summary>
    [Fact]
    public void OtherPlaces()
    {
        Assert.False(Mutate("AssignMetadata", "metadata.labels.owner", """{"assign":{"value":"x"}}""").Object.GetProperty("metadata").TryGetProperty("labels", out _));
        Assert.Equal("Assign/m: external data", Assert.Single(Mutate("Assign", Location, """{"assign":{"externalData":{"provider":"p"}}}""").Unknown));
    }

    /// <summary>Before 3.17 the chart did not send subresources to the mutators.</summary>
    [Fact]
    public void OlderVersions_DoNotSeeSubresources()
    {
        var manager = Cluster.Json("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"m"},"spec":{"containers":[{"image":"openpolicyagent/gatekeeper:v3.16.0"}]}}""");
        Assert.Empty(Mutate("Assign", Location, """{"assign":{"value":false}}""", manager).By);
    }

    private static MutationOutcome Mutate(string kind, string location, string parameters, params JsonElement[] others)
    {
        var mutator = Cluster.Json($$"""
            {"apiVersion":"mutations.gatekeeper.sh/v1","kind":"{{kind}}","metadata":{"name":"m"},
            "spec":{"applyTo":[{"groups":[""],"versions":["v1"],"kinds":["Pod"]}],"location":{{JsonSerializer.Serialize(location)}},"parameters":{{parameters}} } }
            """);
        var pod = Cluster.Json("""{"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"main"}]}}""");
        var container = Cluster.Json("""{"name":"dbg","image":"b","securityContext":{"privileged":true}}""");
        var request = PodRequests.Make(pod, container, RequestChannel.Ephemeral, new Dictionary<string, string>(), new RequestUser("eve", []));
        return GatekeeperMutations.Read(new PolicyObjects([mutator, .. others])).Mutate(request);
    }
}
