using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class TokenFileCredentialSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Get_AfterInvalidate_ReadsAtOnce()
    {
        var source = Source("t1");
        var first = await source.GetAsync(default);
        _folder.Write("token", "t2");
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
        source.Invalidate(first);
        Assert.Equal("Bearer t2", (await source.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Invalidate_OfAnOlderToken_ChangesNothing()
    {
        var source = Source("t1");
        var first = await source.GetAsync(default);
        _folder.Write("token", "t2");
        source.Invalidate(first);
        await source.GetAsync(default);
        _folder.Write("token", "t3");
        source.Invalidate(first);
        Assert.Equal("Bearer t2", (await source.GetAsync(default)).Authorization);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Get_FileGoesAwayOrIsEmptied_KeepsTheLastToken(string? text)
    {
        var source = Source("t1");
        await source.GetAsync(default);
        if (text is null)
            File.Delete(_folder.PathOf("token"));
        else
            _folder.Write("token", text);
        _clock.Advance(TokenFileCredentialSource.Lifetime);
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Get_FileAbsentAndAFallback_UsesTheFallbackUntilTheFileIsThere()
    {
        var source = new TokenFileCredentialSource(_folder.PathOf("token"), ConfigLocation.Nowhere, "inline", _clock);
        Assert.Equal("Bearer inline", (await source.GetAsync(default)).Authorization);
        _folder.Write("token", "t1");
        _clock.Advance(TokenFileCredentialSource.Lifetime);
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
    }

    [Fact]
    public void ToString_Credential_ShowsNoSecret()
    {
        Assert.Equal("authorization header", Credential.Bearer("secret").ToString());
    }

    private TokenFileCredentialSource Source(string token) =>
        new(_folder.Write("token", token + "\n"), ConfigLocation.Nowhere, fallback: null, _clock);
}
