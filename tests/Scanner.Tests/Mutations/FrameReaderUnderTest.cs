using Scanner.ApiServer.Watches;
using Scanner.Core.Cluster;
using Scanner.Decoding.Pods;

namespace Scanner.Tests.Mutations;

/// <summary>Events of a watch.</summary>
internal sealed class FrameReaderUnderTest() : ReaderUnderTest(nameof(WatchFrameReader<int>))
{
    private readonly WatchFrameReader<PodFacts> _json = new(protobuf: false, new PodReader(), new NoSink<PodFacts>());
    private readonly WatchFrameReader<PodFacts> _protobuf = new(protobuf: true, new PodReader(), new NoSink<PodFacts>());

    public override void ReadJson(ReadOnlySpan<byte> json) => _json.Read(json);

    public override void ReadProtobuf(ReadOnlySpan<byte> message) => _protobuf.Read(message);
}
