using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Connections;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>What Go's encoding/json makes of the same texts.</summary>
public sealed class UnicodeJsonTests
{
    [Theory]
    [InlineData("\"a\\ud83d\"", "a\uFFFD")]
    [InlineData("\"\\udE00b\"", "\uFFFDb")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"", "\uFFFD\U0001F600")]
    [InlineData("\"\\ud83d\\n\\ude00\"", "\uFFFD\n\uFFFD")]
    [InlineData("\"\\ud83d\\\\ude00\"", "\uFFFD\\ude00")]
    [InlineData("\"\\ude00\\ud83d\"", "\uFFFD\uFFFD")]
    [InlineData("\"\\ud83d\\ude00\"", "\U0001F600")]
    [InlineData("\"\\\\ud83d\"", "\\ud83d")]
    [InlineData("\"\\\\\\ud83d\\\\\"", "\\\uFFFD\\")]
    [InlineData("\"\\u00e9\\\"\\/\"", "é\"/")]
    public void Parse_HalfACharacter_IsReplaced(string json, string expected)
    {
        using var parsed = UnicodeJson.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, parsed.RootElement.GetString());
    }

    [Fact]
    public void Parse_HalfACharacterInAName_HidesNoOtherName()
    {
        using var parsed = UnicodeJson.Parse("{\"\\ud800\":1,\"a\":2}"u8);
        Assert.Equal(2, parsed.RootElement.GetProperty("a").GetInt32());
        Assert.Equal(1, parsed.RootElement.GetProperty("\uFFFD").GetInt32());
    }

    [Fact]
    public void Parse_BytesThatAreNoUtf8_AreReplaced()
    {
        using var parsed = UnicodeJson.Parse([(byte)'"', (byte)'a', 0xFF, (byte)'"']);
        Assert.Equal("a\uFFFD", parsed.RootElement.GetString());
    }

    [Fact]
    public void Parse_NestedDeeply_IsRead()
    {
        using var parsed = UnicodeJson.Parse(Encoding.UTF8.GetBytes(new string('[', 9000) + new string(']', 9000)));
        Assert.Equal(JsonValueKind.Array, parsed.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("\"\\ud8")]
    [InlineData("\"\\")]
    [InlineData("\"\\u\"")]
    [InlineData("\"\\ud83d")]
    [InlineData("\"\\ud83d\\ude\"")]
    [InlineData("\\")]
    [InlineData("")]
    public void Parse_NoJson_IsRefused(string text) => Assert.ThrowsAny<JsonException>(() => UnicodeJson.Parse(Encoding.UTF8.GetBytes(text)));
}
