using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;

namespace Scanner.ApiServer.Tests.Yaml;

/// <summary>Texts in quotes that go on at a column at which kubectl takes them and the library does not.</summary>
public sealed class ContinuedQuotesTests
{
    [Theory]
    [InlineData("a:\n  b: \"one\n  two\"\n  c: 1", """{"a":{"b":"one two","c":1}}""")]
    [InlineData("a: \"one\\\" x\n\ntwo\" # no\nb: 1", """{"a":"one\u0022 x\ntwo","b":1}""")]
    [InlineData("a:\n- b: \"one\ntwo\"\n  c: 1\n- \"three\nfour\"", """{"a":[{"b":"one two","c":1},"three four"]}""")]
    [InlineData("\"a\": \"one\ntwo\"\nb: 1", """{"a":"one two","b":1}""")]
    public void TooLowAColumn_IsTaken(string yaml, string json)
    {
        Assert.ThrowsAny<YamlException>(() => Json(yaml, isMended: false));
        Assert.Equal(json, Json(yaml, isMended: true));
    }

    [Fact]
    public void SingleQuotes_AreTakenToo() => Assert.Equal("""{"a":{"b":"it\u0027s \u0022two","c":1}}""", Json("a:\n  b: 'it''s\n \"two'\n  c: 1", isMended: true));

    /// <summary>What stands in a block of text, or in no quotes at all, is left as it is.</summary>
    [Theory]
    [InlineData("a: |\n  b: \"one\n  two\n c")]
    [InlineData("a: >-  # \"\n  b: \"one\n\n  two\nc: 1")]
    [InlineData("a:\n  - |2\n    x: 'y\n  - z")]
    [InlineData("a: it's\nb: 5\" wide\nc: {d: \"e\", f: 'g'}")]
    [InlineData("a: \"one\n  two\"\nb: \"x\"\n# c: \"d\ne: 'f'")]
    [InlineData("- \"a\"\n- 'b'\n-  c: \"d\"")]
    public void WhatIsRight_IsLeft(string yaml) => Assert.Equal(yaml, Mended(yaml));

    private static string Mended(string yaml)
    {
        var quotes = new ContinuedQuotes();
        return string.Join('\n', yaml.Split('\n').Select(quotes.Next));
    }

    private static string Json(string yaml, bool isMended)
    {
        var nodes = new YamlNodeReader(new StringReader(isMended ? Mended(yaml) : yaml));
        Assert.True(nodes.NextDocument());
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            YamlToJson.Write(json, nodes.Read());
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
