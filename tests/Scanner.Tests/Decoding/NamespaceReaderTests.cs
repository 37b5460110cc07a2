using System.Text;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;
using Scanner.Decoding;

namespace Scanner.Tests.Decoding;

public sealed class NamespaceReaderTests
{
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"pod-security.kubernetes.io/warn":"restricted"}""", null)]
    [InlineData("""{"a":"b","pod-security.kubernetes.io/enforce":"privileged"}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"pod-security.kubernetes.io/enforce":"baseline"}""", PodSecurityLevel.Baseline)]
    [InlineData("""{"pod-security.kubernetes.io/enforce":"restricted"}""", PodSecurityLevel.Restricted)]
    [InlineData("""{"pod-security.kubernetes.io/enforce":"Baseline"}""", PodSecurityLevel.Restricted)]
    [InlineData("""{"pod-security.kubernetes.io/enforce":""}""", PodSecurityLevel.Restricted)]
    public void Read_EnforceLabel_IsTheLevelThatPodSecurityTakesItFor(string labels, PodSecurityLevel? expected)
    {
        var wire = new JsonWireReader(Encoding.UTF8.GetBytes($"{{\"metadata\":{{\"labels\":{labels},\"name\":\"a\",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}}}"));
        Assert.Equal(new NamespaceFacts("a", Terminating: true, expected), new NamespaceReader().Read(ref wire));
    }

    [Fact]
    public async Task Read_ProtobufAndJson_GiveTheSame()
    {
        var json = await ListedItems<NamespaceFacts>.ReadAsync(RecordedServer.Serving("namespaces.json"), new NamespaceReader());
        var protobuf = await ListedItems<NamespaceFacts>.ReadAsync(RecordedServer.Serving("namespaces.pb"), new NamespaceReader());
        Assert.Equal(json, protobuf);
        Assert.Contains(json, n => n.Enforce is not null);
    }
}
