using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Cluster;
using Scanner.Fixtures;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Requests;

public sealed class ContainerVariantsTests
{
    /// <summary>Labels of what servers and engines decide were made with these containers.</summary>
    [Fact]
    public void Variants_AreThoseOfTheCorpus()
    {
        using var corpus = JsonDocument.Parse(File.ReadAllText(Fixture.PathOf("corpora", "variants.json")));
        var variants = ContainerVariants.Forbidden.Prepend(ContainerVariants.Benign).ToDictionary(v => v.Name, v => v.Container);
        foreach (var expected in corpus.RootElement.GetProperty("variants").EnumerateObject())
            Assert.True(JsonElement.DeepEquals(expected.Value, variants[expected.Name]), expected.Name);
        Assert.Equal(["interactive"], variants.Keys.Except(corpus.RootElement.GetProperty("variants").EnumerateObject().Select(v => v.Name)));
    }

    [Fact]
    public void RegularVariant_HasTheResourcesAndProbesOfThePod()
    {
        var request = Get(ContainerVariants.Privileged, RequestChannel.Regular);
        var container = request.Object!.Value.GetProperty("spec").GetProperty("containers").EnumerateArray().Single();
        Assert.True(container.GetProperty("securityContext").GetProperty("privileged").GetBoolean());
        Assert.Equal("64Mi", container.GetProperty("resources").GetProperty("limits").GetProperty("memory").GetString());
        Assert.Equal(80, container.GetProperty("livenessProbe").GetProperty("tcpSocket").GetProperty("port").GetInt32());
    }

    [Fact]
    public void EphemeralVariant_HasANameOfItsOwn()
    {
        var request = Get(ContainerVariants.Privileged, RequestChannel.Ephemeral);
        var spec = request.Object!.Value.GetProperty("spec");
        Assert.Equal(("x", "x-1"), (Name(spec, "containers"), Name(spec, "ephemeralContainers")));
        Assert.True(JsonElement.DeepEquals(request.OldObject!.Value.GetProperty("spec").GetProperty("containers"), spec.GetProperty("containers")));
    }

    [Fact]
    public void Pod_TakesNameAndLabelsOfAPodOfTheNamespace()
    {
        var pod = MadeUpPod.In("shop", new LabelledPod("cart", PodLabels.Of([new("tier", "web")], [])));
        var expected = JsonNode.Parse(MadeUpPod.In("shop").GetRawText())!;
        expected["metadata"]!["name"] = "cart";
        expected["metadata"]!["labels"] = new JsonObject { ["tier"] = "web" };
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(pod.GetRawText())), pod.GetRawText());
    }

    [Theory]
    [InlineData("busybox", "Always")]
    [InlineData("localhost:5000/busybox:latest", "Always")]
    [InlineData("localhost:5000/busybox", "Always")]
    [InlineData("busybox:1.36", "IfNotPresent")]
    [InlineData("busybox@sha256:abc", "IfNotPresent")]
    public void Container_HasTheDefaultsOfTheServer(string image, string pullPolicy)
    {
        var request = PodRequests.Make(
            MadeUpPod.In("shop"), Json.Of($$"""{"name":"dbg","image":"{{image}}"}"""), RequestChannel.Ephemeral, new Dictionary<string, string>(), new RequestUser("eve", []));
        var container = request.Object!.Value.GetProperty("spec").GetProperty("ephemeralContainers")[0];
        Assert.Equal(pullPolicy, container.GetProperty("imagePullPolicy").GetString());
        Assert.Equal("File", container.GetProperty("terminationMessagePolicy").GetString());
    }

    private static AdmissionRequest Get(ContainerVariant variant, RequestChannel channel) =>
        VariantRequests.Of(MadeUpPod.In("shop"), new Dictionary<string, string>(), new RequestUser("eve", [])).Get(variant, channel);

    private static string? Name(JsonElement spec, string list) => spec.GetProperty(list)[0].GetProperty("name").GetString();
}
