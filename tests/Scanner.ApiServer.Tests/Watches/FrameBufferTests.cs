using System.Buffers.Binary;
using System.Text;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Watches;

public sealed class FrameBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task TryTake_LinesInPiecesOfAnySize_AreCutAtTheirEnds(int piece) =>
        Assert.Equal(["a", "", "bcd", "e"], await ReadAsync("a\n\nbcd\ne\n"u8.ToArray(), piece, protobuf: false));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task TryTake_MessagesInPiecesOfAnySize_AreCutByTheirLength(int piece) =>
        Assert.Equal(["abc", "", "de"], await ReadAsync([.. Frame("abc"), .. Frame(""), .. Frame("de")], piece, protobuf: true));

    [Fact]
    public async Task TryTake_LargeAmongSmall_GrowsAndGoesOn()
    {
        var large = new string('x', 300_000);
        Assert.Equal(["a", large, "b"], await ReadAsync(Encoding.ASCII.GetBytes($"a\n{large}\nb\n"), 10_000, protobuf: false));
    }

    [Theory]
    [InlineData("abc\nde", false)]
    [InlineData("\0\0\0\u0003ab", true)]
    [InlineData("\0\0", true)]
    public async Task FillAsync_EndsWithinAnEvent_IsABrokenConnection(string body, bool protobuf)
    {
        var e = await Assert.ThrowsAsync<IOException>(() => ReadAsync(Encoding.ASCII.GetBytes(body), 100, protobuf));
        Assert.Equal("the watch ended within an event", e.Message);
    }

    [Fact]
    public async Task TryTake_LengthOfNoObject_IsRefusedBeforeItIsRead()
    {
        var e = await Assert.ThrowsAsync<WireFormatException>(() => ReadAsync([0xff, 0xff, 0xff, 0xff], 100, protobuf: true));
        Assert.Equal("an event of 4294967295 bytes", e.Message);
    }

    [Fact]
    public async Task TryTake_RecordedProtobufStream_GivesItsEvents()
    {
        var bytes = await File.ReadAllBytesAsync(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", "watch-namespaces.pb"));
        Assert.Equal((await ReadAsync(bytes, 1 << 20, protobuf: true)).AsEnumerable(), await ReadAsync(bytes, 11, protobuf: true));
    }

    private static async Task<List<string>> ReadAsync(byte[] body, int piece, bool protobuf)
    {
        var frames = new FrameBuffer(new PieceStream(body, piece), protobuf);
        var read = new List<string>();
        while (await frames.FillAsync(default))
        {
            while (frames.TryTake(out var frame))
                read.Add(Encoding.Latin1.GetString(frame));
        }

        return read;
    }

    private static byte[] Frame(string text)
    {
        var frame = new byte[4 + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, text.Length);
        Encoding.ASCII.GetBytes(text, frame.AsSpan(4));
        return frame;
    }
}
