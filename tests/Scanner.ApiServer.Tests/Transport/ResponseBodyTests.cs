using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class ResponseBodyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(16 * 1024 + 1)]
    [InlineData(1_000_003)]
    public async Task Read_AnyLength_IsWhole(int length)
    {
        var body = new ResponseBody(16);
        await body.ReadAsync(new ByteArrayContent(Numbered(length)), default);
        Assert.Equal(Numbered(length), body.Bytes.ToArray());
    }

    [Fact]
    public async Task Read_AShorterBodyAfterALongerOne_HoldsNothingOfTheOlder()
    {
        var body = new ResponseBody(16);
        await body.ReadAsync(new ByteArrayContent(Numbered(50_000)), default);
        await body.ReadAsync(new ByteArrayContent("short"u8.ToArray()), default);
        Assert.Equal("short"u8.ToArray(), body.Bytes.ToArray());
    }

    [Fact]
    public async Task Read_Gzip_IsUnpacked()
    {
        using var packed = await Reply.Bytes(200, "application/json", Numbered(300_000)).GzippedAsync();
        var body = new ResponseBody(16);
        await body.ReadAsync(packed.Content, default);
        Assert.Equal(Numbered(300_000), body.Bytes.ToArray());
    }

    [Fact]
    public async Task Read_BrokenGzip_HoldsNothing()
    {
        var body = new ResponseBody(16);
        await body.ReadAsync(new ByteArrayContent(Numbered(10)), default);
        var broken = new ByteArrayContent("this is no gzip"u8.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };
        await Assert.ThrowsAsync<InvalidDataException>(() => body.ReadAsync(broken, default));
        Assert.True(body.Bytes.IsEmpty);
    }

    private static byte[] Numbered(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 + i / 251))];
}
