using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;

namespace Scanner.ApiServer.Tests.Yaml;

/// <summary>What kubectl's YAML makes of a text: goyaml.v2 of sigs.k8s.io/yaml.</summary>
public sealed class YamlToJsonTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("Y", "true")]
    [InlineData("on", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("n", "false")]
    [InlineData("Off", "false")]
    [InlineData("oN", "\"oN\"")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("nULL", "\"nULL\"")]
    [InlineData("12", "12")]
    [InlineData("+12", "12")]
    [InlineData("-12", "-12")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("017", "15")]
    [InlineData("08", "8")]
    [InlineData("0b101", "5")]
    [InlineData("-0b11", "-3")]
    [InlineData("1_000", "1000")]
    [InlineData("_1", "\"_1\"")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("-", "[null]")]
    [InlineData("+-1", "\"+-1\"")]
    [InlineData("2026-11-20T10:00:00Z", "\"2026-11-20T10:00:00Z\"")]
    [InlineData("2026-11-20", "\"2026-11-20\"")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("\"12\"", "\"12\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("|\n  true\n", "\"true\\n\"")]
    public void Write_Scalar_IsWhatKubectlTakesItFor(string yaml, string json) => Assert.Equal($$"""{"x":{{json}}}""", Convert("x: " + (yaml == "-" ? "\n-" : yaml)));

    [Theory]
    [InlineData("on: 1", """{"true":1}""")]
    [InlineData("1: a", """{"1":"a"}""")]
    [InlineData("0x10: a", """{"16":"a"}""")]
    [InlineData("1.50: a", """{"1.5":"a"}""")]
    [InlineData("'on': 1", """{"on":1}""")]
    public void Write_Key_IsAlwaysAText(string yaml, string json) => Assert.Equal(json, Convert(yaml));

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", """{"a":3,"b":2}""")]
    [InlineData("x: &a {p: 1}\nw: *a", """{"x":{"p":1},"w":{"p":1}}""")]
    [InlineData("x: &a {p: 1, q: 2}\nw: {<<: *a, q: 3}", """{"x":{"p":1,"q":2},"w":{"q":3,"p":1}}""")]
    [InlineData("x: &a {p: 1}\nz: &b {p: 2, r: 2}\nw:\n  <<: [*a, *b]", """{"x":{"p":1},"z":{"p":2,"r":2},"w":{"p":1,"r":2}}""")]
    [InlineData("x: &a {p: 1, q: 2}\nw: {q: 3, <<: *a}", """{"x":{"p":1,"q":2},"w":{"q":2,"p":1}}""")]
    [InlineData("w: {<<: {p: 1}, <<: {q: 2}}", """{"w":{"p":1,"q":2}}""")]
    [InlineData("w: {p: 1, <<: {p: 2}, p: 3}", """{"w":{"p":3}}""")]
    [InlineData("w: {a: !!bool 'true', b: !!int '0x10', c: !!null '', d: !mine true, e: !!str true}", """{"w":{"a":true,"b":16,"c":null,"d":"true","e":"true"}}""")]
    [InlineData("w: {'<<': 1}", """{"w":{"<<":1}}""")]
    public void Write_MapsAndAliases_AsKubectlMergesThem(string yaml, string json) => Assert.Equal(json, Convert(yaml));

    [Theory]
    [InlineData("x: .inf", "holds .inf")]
    [InlineData("x: -.INF", "holds -.INF")]
    [InlineData("x: .nan", "holds .nan")]
    [InlineData("x: {<<: 1}", "merges (<<) something that is no map")]
    [InlineData("x: {~: 1}", "has a key that is not a text")]
    public void Write_WhatJsonHasNoFormFor_SaysSo(string yaml, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => Convert(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_AliasBomb_EndsSoon()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Assert.Contains("grows too large by its aliases", Assert.Throws<FormatException>(() => Convert(yaml.ToString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MergeBomb_EndsSoon()
    {
        var yaml = new StringBuilder("a0: &a0 {x: 1}\n");
        for (var i = 1; i < 12; i++)
            yaml.Append($"a{i}: &a{i} {{<<: [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]}}\n");
        Assert.Contains("grows too large by its aliases", Assert.Throws<FormatException>(() => Convert(yaml.ToString())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", 249, true)]
    [InlineData("[", 300, false)]
    [InlineData("{a: ", 300, false)]
    [InlineData("[", 1_000_000, false)]
    [InlineData("- ", 100_000, false)]
    public void Read_DeepNesting_HasALimitAndNeverOverflowsTheStack(string opening, int depth, bool works)
    {
        var yaml = string.Concat(Enumerable.Repeat(opening, depth)) + "x" + (works ? new string(']', depth) : "");
        if (works)
            Assert.NotEmpty(Convert(yaml));
        else
            Assert.Contains("nested more than 250 levels deep", Assert.Throws<YamlException>(() => Convert(yaml)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x: &a [*a]", "alias *a names no anchor before it")]
    [InlineData("x: *nowhere", "alias *nowhere names no anchor before it")]
    [InlineData("? [a, b]\n: 1", "a key must be a text")]
    [InlineData("x: 'never closed", "")]
    [InlineData("a:\n\tb: 1", "")]
    [InlineData("a: b: c", "")]
    public void Read_Broken_SaysWhere(string yaml, string message)
    {
        var e = Assert.ThrowsAny<YamlException>(() => Convert(yaml));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.True(e.Start.Line >= 1);
    }

    private static string Convert(string yaml)
    {
        var nodes = new YamlNodeReader(new StringReader(yaml));
        Assert.True(nodes.NextDocument());
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            YamlToJson.Write(json, nodes.Read());
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
