using System.Text;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Models;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;
using Scanner.Fixtures;
using k8s.Models;

namespace Scanner.ApiServer.Tests.Models;

public sealed class ModelTests
{
    /// <summary>What the serializer and its converters throw by themselves stands behind each line.</summary>
    [Theory]
    [InlineData("""{"spec":{"strategy":{"rollingUpdate":{"maxSurge":true}}}}""")] // NotSupportedException
    [InlineData("""{"spec":{"strategy":{"rollingUpdate":{"maxSurge":1.5}}}}""")] // FormatException
    [InlineData("""{"metadata":{"creationTimestamp":"soon"}}""")] // FormatException
    [InlineData("""{"metadata":{"creationTimestamp":7}}""")] // InvalidOperationException
    [InlineData("""{"metadata":{"generation":92233720368547758070}}""")] // OverflowException inside JsonException
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"a lot"}}}]}}}}""")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":{}}}}}""")]
    [InlineData("""{"spec":7}""")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"spec":""")]
    public void Read_NoObjectOfTheKind_IsAWireError(string json) => Assert.Throws<WireFormatException>(() => Read(ApiModels.Deployment, json));

    [Fact]
    public void Read_HostileText_IsNotQuoted()
    {
        var error = Assert.Throws<WireFormatException>(() => Read(ApiModels.Deployment, """{"metadata":{"labels":{"\u001b[31mred":{}},"creationTimestamp":"\u001b[2J"}}"""));
        Assert.Equal("a V1Deployment does not have the fields of its kind near byte 40", error.Message);
        error = Assert.Throws<WireFormatException>(() => Read(ApiModels.Deployment, """{"metadata":{"creationTimestamp":"\u001b[2J"}}"""));
        Assert.Equal("a V1Deployment does not have the fields of its kind near byte 44", error.Message);
    }

    [Fact]
    public void Read_NestedTooDeep_IsAWireError() => Assert.Throws<WireFormatException>(() => Read(
        ApiModels.CustomResourceDefinition,
        $$$"""{"spec":{"versions":[{"schema":{"openAPIV3Schema":{{{string.Concat(Enumerable.Repeat("{\"not\":", 600))}}}{}{{{new string('}', 600)}}} } }] } }"""));

    [Fact]
    public void Read_Protobuf_IsAWireError()
    {
        var error = Assert.Throws<WireFormatException>(() =>
        {
            var reader = new ProtobufWireReader([]);
            return ApiModels.Lease.Read(ref reader);
        });
        Assert.Equal("a V1Lease is not in JSON, although JSON was asked for", error.Message);
    }

    [Fact]
    public async Task Get_ServerAnswersInProtobuf_FailsAsABadAnswer()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Protobuf(200, "recordings", "kubernetes-1.36", "protobuf", "validatingadmissionpolicies.pb"));
        var answer = await client.Kubernetes.GetAsync(new ResourcePath("apps", "v1", "deployments", "a", "b"), ApiModels.Deployment, default);
        Assert.Equal(TransportFailureKind.BadAnswer, Assert.IsType<ApiAnswer<V1Deployment>.Failed>(answer).Failure.Kind);
    }

    [Fact]
    public async Task Watch_ObjectNotOfTheKind_EndsAsABadAnswer()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Json(200, """{"type":"ADDED","object":{"metadata":{"creationTimestamp":"soon"}}}""" + "\n"));
        var end = await client.Kubernetes.WatchAsync(new WatchRequest(new ResourcePath("apps", "v1", "deployments")), ApiModels.Deployment, new NoSink(), default);
        Assert.Equal(TransportFailureKind.BadAnswer, Assert.IsType<WatchEnd.Failed>(end).Failure.Kind);
    }

    [Theory]
    [InlineData("2026-11-22T09:00:00Z", "2026-11-22T09:00:00.000000Z")]
    [InlineData("2026-11-22T09:00:00.5Z", "2026-11-22T09:00:00.500000Z")]
    [InlineData("2026-11-22T09:00:00.123456789Z", "2026-11-22T09:00:00.123456Z")]
    [InlineData("2026-11-22T11:00:00.000001+02:00", "2026-11-22T09:00:00.000001Z")]
    public void Write_Time_HasSixDigits(string read, string written)
    {
        var lease = Read(ApiModels.Lease, $$$"""{"spec":{"renewTime":"{{{read}}}"}}""");
        Assert.Equal($$$"""{"spec":{"renewTime":"{{{written}}}"}}""", Encoding.UTF8.GetString(ApiModels.Lease.Write(lease)));
    }

    /// <summary>Any byte of any recorded object changed: an object or the wire error, and nothing else.</summary>
    [Theory]
    [InlineData("deployments")]
    [InlineData("customresourcedefinitions")]
    [InlineData("events")]
    [InlineData("mutatingadmissionpolicies")]
    [InlineData("validatingwebhookconfigurations")]
    public void Read_MutatedRecording_ThrowsNothingElse(string name)
    {
        var recorded = File.ReadAllBytes(Fixture.PathOf("models", name + ".json"));
        // The first object of the list, whose end is the first brace that is indented as its beginning is.
        var start = recorded.AsSpan().IndexOf("\"items\": ["u8) + 10;
        var end = start + recorded.AsSpan(start).IndexOf("\n    }"u8) + 6;
        var random = new Random(9);
        var refused = 0;
        for (var i = 0; i < 2000; i++)
        {
            var json = recorded[start..end];
            for (var n = random.Next(1, 4); n > 0; n--)
                json[random.Next(json.Length)] = (byte)"0-9\"{}[]:,tfn.\\u\0\u00e9Z"[random.Next(19)];
            if (Record.Exception(() => ReadAny(name, json)) is not { } error)
                continue;
            Assert.IsType<WireFormatException>(error);
            refused++;
        }

        Assert.InRange(refused, 500, 1990);
    }

    private static object ReadAny(string name, byte[] json)
    {
        var reader = new JsonWireReader(json);
        return name switch
        {
            "deployments" => ApiModels.Deployment.Read(ref reader),
            "customresourcedefinitions" => ApiModels.CustomResourceDefinition.Read(ref reader),
            "events" => ApiModels.Event.Read(ref reader),
            "mutatingadmissionpolicies" => ApiModels.MutatingAdmissionPolicy.Read(ref reader),
            _ => ApiModels.ValidatingWebhookConfiguration.Read(ref reader),
        };
    }

    private static T Read<T>(Model<T> model, string json)
        where T : class
    {
        var reader = new JsonWireReader(Encoding.UTF8.GetBytes(json));
        return model.Read(ref reader);
    }

    private sealed class NoSink : IWatchSink<V1Deployment>
    {
        public void Opened()
        {
        }

        public bool Event(WatchEventType type, V1Deployment item, string resourceVersion) => true;

        public void Bookmark(string resourceVersion, bool initialEventsEnd)
        {
        }
    }
}
