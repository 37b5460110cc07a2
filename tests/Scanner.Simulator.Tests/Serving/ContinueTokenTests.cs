using Scanner.Simulator.Objects;
using Scanner.Simulator.Serving;

namespace Scanner.Simulator.Tests.Serving;

public sealed class ContinueTokenTests
{
    [Theory]
    [InlineData(true, "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MzUwLCJzdGFydCI6Ii9ob29rLWRlbnkvd2ViXHUwMDAwIn0")]
    [InlineData(false, "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MzI3LCJzdGFydCI6Imhvb2stZGVueS93ZWJcdTAwMDAifQ")]
    public void Encode_RecordedPositions_GiveTheRecordedTokens(bool leadingSlash, string recorded)
    {
        var token = ContinueToken.Decode(recorded);

        Assert.Equal("hook-deny/web\0", token.Start);
        Assert.Equal(recorded, token.Encode(leadingSlash));
    }

    [Theory]
    [InlineData("bm90LWEtdG9rZW4", "invalid character 'o' in literal null (expecting 'u')")]
    [InlineData("!!!", "illegal base64 data at input byte 0")]
    [InlineData("eA", "invalid character 'x' looking for beginning of value")]
    [InlineData("eyJ2IjoidjAifQ", "server does not recognize this encoded version \"v0\"")]
    public void Decode_NoToken_SaysWhy(string text, string why)
    {
        var refusal = Assert.Throws<RefusalException>(() => ContinueToken.Decode(text));

        Assert.Equal(400, refusal.Status.Code);
        Assert.Equal("invalid continue token: continue key is not valid: " + why, refusal.Status.Body.Text("message"));
    }
}
