using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Requests;

public sealed class LoneSurrogatesTests
{
    [Theory]
    [InlineData("""{"a":"\ud800"}""", "\ufffd")]
    [InlineData("""{"a":"\uDC00x"}""", "\ufffdx")]
    [InlineData("""{"a":"\ud83d\udc31"}""", "\ud83d\udc31")]
    [InlineData("""{"a":"\ud83d\ud83d\udc31"}""", "\ufffd\ud83d\udc31")]
    [InlineData("""{"a":"\\ud800"}""", "\\ud800")]
    [InlineData("""{"a":"\u0041\n\""}""", "A\n\"")]
    [InlineData("""{"a":"plain"}""", "plain")]
    public void Replaced(string json, string expected) => Assert.Equal(expected, LoneSurrogates.Replaced(Json.Of(json)).GetProperty("a").GetString());
}
