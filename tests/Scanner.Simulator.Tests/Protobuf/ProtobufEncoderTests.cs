using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Protobuf;

namespace Scanner.Simulator.Tests.Protobuf;

public sealed class ProtobufEncoderTests
{
    [Theory]
    [InlineData("namespaces")]
    [InlineData("pods")]
    [InlineData("pods-page-1")]
    [InlineData("pod")]
    [InlineData("serviceaccounts")]
    [InlineData("roles")]
    [InlineData("clusterroles")]
    [InlineData("rolebindings")]
    [InlineData("clusterrolebindings")]
    [InlineData("validatingwebhookconfigurations")]
    [InlineData("mutatingwebhookconfigurations")]
    [InlineData("validatingadmissionpolicies")]
    [InlineData("validatingadmissionpolicybindings")]
    [InlineData("not-found")]
    public void Encode_RecordedTwin_GivesTheRecordedBytes(string name)
    {
        var twin = (JsonObject)JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", name + ".json")))!;
        var recorded = File.ReadAllBytes(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", name + ".pb"));

        var encoded = ProtobufEnvelope.Wrap(twin.Text("apiVersion")!, twin.Text("kind")!, ProtobufEncoder.Encode(twin.Text("kind")!, twin));

        Assert.Equal(WireText.Describe(recorded), WireText.Describe(encoded));
        Assert.Equal(recorded, encoded);
    }

    [Fact]
    public void Frame_RecordedWatch_SplitsIntoTheSameFrames()
    {
        var recorded = File.ReadAllBytes(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", "watch-namespaces.pb"));
        var frames = WireText.Frames(recorded).ToArray();

        var rebuilt = frames.SelectMany(f => ProtobufEnvelope.Frame(f.Type, f.Object)).ToArray();

        Assert.NotEmpty(frames);
        Assert.Equal(recorded, rebuilt);
    }

    [Theory]
    [InlineData("8080", new byte[] { 0x08, 0x00, 0x10, 0x90, 0x3f, 0x1a, 0x00 })]
    [InlineData("\"http\"", new byte[] { 0x08, 0x01, 0x10, 0x00, 0x1a, 0x04, (byte)'h', (byte)'t', (byte)'t', (byte)'p' })]
    public void Encode_IntOrString_WritesTypeNumberAndText(string json, byte[] expected)
    {
        var encoded = ProtobufEncoder.Encode("TCPSocketAction", new JsonObject { ["port"] = JsonNode.Parse(json) });

        Assert.Equal([0x0a, (byte)expected.Length, .. expected, 0x12, 0x00], encoded);
    }

    [Fact]
    public void Encode_QuantityMap_IsSortedByKey()
    {
        var encoded = ProtobufEncoder.Encode("ResourceRequirements", (JsonObject)JsonNode.Parse("""{"limits":{"memory":"1Gi","cpu":2}}""")!);

        Assert.Equal(
            [.. "\n\n\n\u0003cpu\u0012\u0003\n\u00012"u8, .. "\n\u000f\n\u0006memory\u0012\u0005\n\u00031Gi"u8],
            encoded);
    }
}
