using System.Text.Json;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Objects;
using Scanner.Policies.Prediction;
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
    public void SecurityContext(string kind, string location, string parameters, string expected)
    {
        var outcome = Mutate(kind, location, parameters);
        var container = outcome.Object!.Value.GetProperty("spec").GetProperty("ephemeralContainers")[0];
        Assert.Equal(expected, container.GetProperty("securityContext").GetRawText());
        Assert.Equal(expected == """{"privileged":true}""", outcome.Decision is PolicyDecision.NotMatched);
    }

    [Fact]
    public void LocationThatIsNone_IsRefusedByGatekeeper() => Assert.Empty(Compiled("Assign", "spec.ephemeralContainers[name:*", """{"assign":{"value":false}}"""));

    /// <summary>Of what is changed elsewhere the API server keeps nothing, and what comes from elsewhere is not known.</summary>
    [Theory]
    [InlineData("AssignMetadata", "metadata.labels.owner", """{"assign":{"value":"x"}}""", "of what it does at metadata.labels.owner nothing is kept when an ephemeral container is added")]
    [InlineData("Assign", "spec.hostNetwork", """{"assign":{"externalData":{"provider":"p"}}}""", "of what it does at spec.hostNetwork nothing is kept when an ephemeral container is added")]
    [InlineData("Assign", Location, """{"assign":{"externalData":{"provider":"p"}}}""", "unknown: the external data that m puts in")]
    public void OtherPlaces(string kind, string location, string parameters, string expected) =>
        Assert.Equal(expected, Cluster.Text(Mutate(kind, location, parameters).Decision).Replace("not matched: ", "", StringComparison.Ordinal));

    /// <summary>What the mutators leave decides what constraints and the server see.</summary>
    [Theory]
    [InlineData(Location, ChainResult.Admitted, "False")]
    [InlineData("spec.containers[name:*].securityContext.privileged", ChainResult.Denied, "one is privileged")]
    public void MutatorsComeFirst(string location, ChainResult result, string expected)
    {
        JsonElement[] objects = [Of("Assign", location, """{"assign":{"value":false}}"""), Cluster.Template(), Cluster.Constraint()];
        var outcome = new AdmissionChain(GatekeeperEngine.Compile(new PolicyObjects(objects), 36)).Decide(Request);
        Assert.Equal(result, outcome.Result);
        Assert.Equal(expected, result == ChainResult.Denied
            ? outcome.Message.Replace("dbg", "one", StringComparison.Ordinal)
            : outcome.Object!.Value.GetProperty("spec").GetProperty("ephemeralContainers")[0].GetProperty("securityContext").GetProperty("privileged").ToString());
    }

    [Fact]
    public void NamespaceWhoseLabelsAreNotKnown_IsUnknown()
    {
        var policy = Assert.Single(GatekeeperEngine.Compile(
            new PolicyObjects([Of("Assign", Location, """{"assign":{"value":false}}""", """{"namespaceSelector":{"matchLabels":{"env":"prod"}}}""")]), 36));
        Assert.Equal("unknown: the labels of namespace shop", Cluster.Text(policy.Decide(Request with { AreNamespaceLabelsKnown = false })[0].Decision));
        Assert.StartsWith("not matched: its namespaceSelector", Cluster.Text(policy.Decide(Request)[0].Decision), StringComparison.Ordinal);
    }

    /// <summary>Before 3.17 the chart did not send subresources to the mutators.</summary>
    [Fact]
    public void OlderVersions_DoNotSeeSubresources()
    {
        var manager = Cluster.Json("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"m"},"spec":{"containers":[{"image":"openpolicyagent/gatekeeper:v3.16.0"}]}}""");
        Assert.IsType<PolicyDecision.NotMatched>(Mutate("Assign", Location, """{"assign":{"value":false}}""", manager).Decision);
    }

    private static AdmissionRequest Request => PodRequests.Make(
        Cluster.Json("""{"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"main"}]}}"""),
        Cluster.Json("""{"name":"dbg","image":"b","securityContext":{"privileged":true}}"""),
        RequestChannel.Ephemeral,
        new Dictionary<string, string>(),
        new RequestUser("eve", []));

    private static Mutation Mutate(string kind, string location, string parameters, params JsonElement[] others) =>
        ((IMutatingPolicy)Assert.Single(Compiled(kind, location, parameters, others))).Mutate(Request);

    private static IEnumerable<IPolicy> Compiled(string kind, string location, string parameters, params JsonElement[] others) =>
        GatekeeperEngine.Compile(new PolicyObjects([Of(kind, location, parameters), .. others]), 36);

    private static JsonElement Of(string kind, string location, string parameters, string match = "{}") => Cluster.Json($$"""
        {"apiVersion":"mutations.gatekeeper.sh/v1","kind":"{{kind}}","metadata":{"name":"m"},
        "spec":{"applyTo":[{"groups":[""],"versions":["v1"],"kinds":["Pod"]}],"location":{{JsonSerializer.Serialize(location)}},"parameters":{{parameters}},"match":{{match}} } }
        """);
}
