using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;

namespace Scanner.ApiServer.Tests.Yaml;

/// <summary>Texts in quotes that go on at a column at which kubectl takes them and the library does not.</summary>
public sealed class ContinuedLinesTests
{
    [Theory]
    [InlineData("a:\n  b: \"one\n  two\"\n  c: 1", """{"a":{"b":"one two","c":1}}""")]
    [InlineData("a: \"one\\\" x\n\ntwo\" # no\nb: 1", """{"a":"one\u0022 x\ntwo","b":1}""")]
    [InlineData("a:\n- b: \"one\ntwo\"\n  c: 1\n- \"three\nfour\"", """{"a":[{"b":"one two","c":1},"three four"]}""")]
    [InlineData("\"a\": \"one\ntwo\"\nb: 1", """{"a":"one two","b":1}""")]
    [InlineData("a: {b: 1,\nc: 2\n}\nd: 3", """{"a":{"b":1,"c":2},"d":3}""")]
    [InlineData("a:\n- b: [1, # ]\n2]\n  c: {\nd: 'x\ny'}\ne: 1", """{"a":[{"b":[1,2],"c":{"d":"x y"}}],"e":1}""")]
    [InlineData("a:\n  b: &x {c: \"}\",\nd: !t \"]\n\"\n}\n  e: *x", """{"a":{"b":{"c":"}","d":"] "},"e":{"c":"}","d":"] "}}}""")]
    [InlineData("a: {b: it's, c: 5\",\nd: 1}\ne: 2", """{"a":{"b":"it\u0027s","c":"5\u0022","d":1},"e":2}""")]
    [InlineData("a: {\"b\":\"}\", c: it:'s,\nd: 1}\ne: 2", """{"a":{"b":"}","c":"it:\u0027s","d":1},"e":2}""")]
    [InlineData("'a': [\n{b: one\ntwo}\n]\nc: 1", """{"a":[{"b":"one two"}],"c":1}""")]
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
    [InlineData("a: b[0\nc: {d: '{'}\ne: x{\nf: 1")]
    [InlineData("{\n  \"a\": [1,\n  2]}\n")]
    public void WhatIsRight_IsLeft(string yaml) => Assert.Equal(yaml, Mended(yaml));

    [Theory]
    [InlineData("a: {b: 1,\r\nc: 2}\r\n", "a: {b: 1,\r\n c: 2}\r\n")]
    [InlineData("a: {b: 1,\rc: 2}", "a: {b: 1,\r c: 2}")]
    [InlineData("", "")]
    [InlineData("\n\r\n\r", "\n\r\n\r")]
    public void In_AText_KeepsItsEndsOfLines(string text, string expected) => Assert.Equal(expected, ContinuedLines.In(text));

    private static string Mended(string yaml)
    {
        var quotes = new ContinuedLines();
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
