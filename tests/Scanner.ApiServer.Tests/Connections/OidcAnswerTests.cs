using System.Net;
using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Connections.Oidc;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class OidcAnswerTests
{
    [Theory]
    [InlineData("{\"id_token\":\"a\"}", "a")]
    [InlineData("{\"id_token\":\"old\",\"id_token\":\"a\"}", "a")]
    [InlineData("{\"id_token\":\"a\",\"expires_in\":\"3600\",\"scope\":[\"openid\"],\"x\":{\"id_token\":\"b\"}}", "a")]
    [InlineData("{\"ID_TOKEN\":\"a\"}", null)]
    [InlineData("{\"id_token\":\"\"}", null)]
    [InlineData("{\"id_token\":null}", null)]
    [InlineData("{\"id_token\":7}", null)]
    [InlineData("{\"id_token\":[\"a\"]}", null)]
    [InlineData("{}", null)]
    [InlineData("[\"id_token\"]", null)]
    [InlineData("\"id_token\"", null)]
    [InlineData("null", null)]
    [InlineData("{\"id_token\":\"a\\ud83d\"}", "a\uFFFD")]
    [InlineData("{\"\\ud83d\":1,\"note\":\"\\ude00\",\"id_token\":\"a\"}", "a")]
    public async Task Text_OfAnAnswer_IsTheTextOrNull(string body, string? expected)
    {
        using var answer = await ReadAsync(HttpStatusCode.OK, body);
        Assert.True(answer.IsSuccess);
        Assert.Equal(expected, answer.Text("id_token"));
    }

    [Theory]
    [InlineData("{\"error\":\"invalid_grant\"}", "invalid_grant")]
    [InlineData("{\"error\":\"invalid_grant\",\"error_description\":\"Token is\\n spent\\u0007.\"}", "invalid_grant Token is spent .")]
    [InlineData("{\"error_description\":\"no name\"}", "no name")]
    [InlineData("{\"error\":{\"code\":1},\"error_description\":\"half \\ud83d\"}", "half \uFFFD")]
    [InlineData("<html>Bad Gateway</html>", "")]
    [InlineData("", "")]
    [InlineData("{\"error\":\"cut", "")]
    [InlineData("[]", "")]
    public async Task Problem_OfARefusal_IsOneLine(string body, string expected)
    {
        using var answer = await ReadAsync(HttpStatusCode.BadRequest, body);
        Assert.False(answer.IsSuccess);
        Assert.Equal(expected, answer.Problem);
    }

    [Fact]
    public async Task Problem_Long_IsCut()
    {
        using var answer = await ReadAsync(HttpStatusCode.Unauthorized, $"{{\"error\":\"{new string('x', 5000)}\"}}");
        Assert.Equal(301, answer.Problem.Length);
    }

    [Theory]
    [InlineData("words")]
    [InlineData("")]
    [InlineData("id_token=a&refresh_token=b")]
    [InlineData("{\"id_token\":\"a\"} more")]
    public async Task Read_SuccessThatIsNotJson_Throws(string body) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(HttpStatusCode.OK, body));

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task Read_LargerThanAnyToken_Throws(HttpStatusCode status) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(status, $"{{\"id_token\":\"{new string('x', 1 << 20)}\"}}"));

    [Fact]
    public async Task Read_NestedDeeply_IsRead()
    {
        using var answer = await ReadAsync(HttpStatusCode.OK, $"{{\"claims\":{new string('[', 500)}{new string(']', 500)},\"id_token\":\"a\"}}");
        Assert.Equal("a", answer.Text("id_token"));
    }

    [Fact]
    public async Task Read_BytesThatAreNoUtf8_HarmNothingElse()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent([.. "{\"note\":\""u8, 0xFF, .. "\",\"id_token\":\"a\"}"u8]),
        };
        using var answer = await OidcAnswer.ReadAsync(response, default);
        Assert.Equal("a", answer.Text("id_token"));
    }

    private static async Task<OidcAnswer> ReadAsync(HttpStatusCode status, string body)
    {
        using var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) };
        return await OidcAnswer.ReadAsync(response, default);
    }
}
