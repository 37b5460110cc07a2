using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath;
using Scanner.Policies.JmesPath.Functions;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.Tests.JmesPath;

/// <summary>
/// Kyverno's functions, as its documentation and its own tests have them. The specification itself is held to jmespath/jmespath.test by
/// Scanner.Conformance.
/// </summary>
public sealed class JmesFunctionsTests
{
    [Theory]
    [InlineData("to_upper('abc')", "\"ABC\"")]
    [InlineData("replace('aXbXc', 'X', '-', `1`)", "\"a-bXc\"")]
    [InlineData("replace_all('ab', '', '-')", "\"-a-b-\"")]
    [InlineData("trim_prefix('abc', 'a')", "\"bc\"")]
    [InlineData("md5('abc')", "\"900150983cd24fb0d6963f7d28e17f72\"")]
    [InlineData("sha1('abc')", "\"a9993e364706816aba3e25717850c26c9cd0d89d\"")]
    [InlineData("split('a,b', ',')", "[\"a\",\"b\"]")]
    [InlineData("regex_match('^1.?[0-9]$', `12`)", "true")]
    [InlineData("regex_replace_all('([Hh]e|G)l', 'hello', '${1}-')", "\"he-lo\"")]
    [InlineData("regex_replace_all_literal('l+', 'hello', '$1')", "\"he$1o\"")]
    [InlineData("pattern_match('prod-?', 'prod-1')", "true")]
    [InlineData("truncate('Hello', `2`)", "\"He\"")]
    [InlineData("path_canonicalize('/var/../etc//passwd')", "\"/etc/passwd\"")]
    [InlineData("base64_decode('SGVsbG8=')", "\"Hello\"")]
    [InlineData("to_boolean('TruE')", "true")]
    [InlineData("add('10Mi', '5Mi')", "\"15Mi\"")]
    [InlineData("add('1h', '30s')", "\"1h0m30s\"")]
    [InlineData("subtract(`5`, `3`)", "2")]
    [InlineData("multiply('10Mi', `2`)", "\"20Mi\"")]
    [InlineData("divide('10s', `2`)", "\"5s\"")]
    [InlineData("divide('1Gi', '512Mi')", "2")]
    [InlineData("modulo(`10`, `4`)", "2")]
    [InlineData("round(`9.414675`, `2`)", "9.41")]
    [InlineData("sum(['10Mi', '5Mi'])", "\"15Mi\"")]
    [InlineData("semver_compare('4.1.3', '>=4.1.x')", "true")]
    [InlineData("semver_compare('1.2.3', '<1.0.0 || >=1.3.0')", "false")]
    [InlineData("parse_json('{\"a\":1}').a", "1")]
    [InlineData("lookup({a: `1`}, 'a')", "1")]
    [InlineData("items({b: `2`, a: `1`}, 'k', 'v')", "[{\"k\":\"a\",\"v\":1},{\"k\":\"b\",\"v\":2}]")]
    [InlineData("object_from_lists(['a','b'], [`1`])", "{\"a\":1,\"b\":null}")]
    [InlineData("label_match({app: 'x'}, {app: 'x', tier: 'y'})", "true")]
    [InlineData("image_normalize('nginx')", "\"docker.io/nginx:latest\"")]
    [InlineData("time_add('2023-01-12T12:37:56-05:00', '6h')", "\"2023-01-12T18:37:56-05:00\"")]
    [InlineData("time_diff('2021-01-02T15:04:05-07:00', '2021-01-10T03:14:05-07:00')", "\"180h10m0s\"")]
    [InlineData("time_to_cron('2023-02-02T15:04:05Z')", "\"4 15 2 2 4\"")]
    [InlineData("time_parse('2006-01-02', '2023-05-01')", "\"2023-05-01T00:00:00Z\"")]
    [InlineData("to_string({b: '<', a: `1`})", "\"{\\\"a\\\":1,\\\"b\\\":\\\"\\\\u003c\\\"}\"")]
    public void Function_Result(string expression, string json) => Assert.Equal(Value(json), Evaluate(expression));

    [Theory]
    [InlineData("time_now()")]
    [InlineData("time_since('', '2023-01-12T12:37:56Z', '')")]
    [InlineData("random('[a-z]{3}')")]
    [InlineData("unknown.b.c")]
    [InlineData("unknown || 'x'")]
    [InlineData("[a, unknown] | length(@)")]
    public void WhatIsNotKnown_MakesTheResultUnknown(string expression) => Assert.IsType<CelUnknown>(Evaluate(expression));

    [Theory]
    [InlineData("a || unknown", "1")]
    [InlineData("missing && unknown", "null")]
    [InlineData("missing || 'x'", "\"x\"")]
    public void WhatDecides_HidesTheUnknown(string expression, string json) => Assert.Equal(Value(json), Evaluate(expression));

    [Fact]
    public void MissingKey_IsToldFromNull() => Assert.Equal("Unknown key \"missing\" in path", Assert.IsType<UnknownKey>(Evaluate("a1.missing")).ToString());

    [Theory]
    [InlineData("foo(")]
    [InlineData("")]
    [InlineData("a[")]
    [InlineData("`{`")]
    [InlineData("'abc")]
    public void NoExpression_SaysWhy(string text) => Assert.Contains("SyntaxError", JmesExpression.Compile(text, JmesFunctions.Kyverno).Error, StringComparison.Ordinal);

    [Fact]
    public void TooDeep_IsRefused() =>
        Assert.Contains("nested too deeply", JmesExpression.Compile(new string('(', 900) + "a" + new string(')', 900), JmesFunctions.Kyverno).Error, StringComparison.Ordinal);

    [Fact]
    public void TooManySteps_AreUnknown()
    {
        var nested = string.Concat(Enumerable.Repeat("map(&map(&map(&", 4)) + "@" + string.Concat(Enumerable.Repeat(", $l), $l), $l)", 4)).Replace("$l", "long", StringComparison.Ordinal);
        Assert.IsType<CelUnknown>(Evaluate(nested.Replace("long", "[`1`,`2`,`3`,`4`,`5`]", StringComparison.Ordinal)));
    }

    private static CelValue Evaluate(string text)
    {
        var (expression, error) = JmesExpression.Compile(text, JmesFunctions.Kyverno);
        Assert.Null(error);
        return expression!.Evaluate(CelTable.Of(
            ("a", CelInt.Of(1)), ("a1", CelTable.Empty), ("list", CelList.OfStrings(["x"])), ("unknown", CelUnknown.Of("what"))));
    }

    private static CelValue Value(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonValues.From(document.RootElement);
    }
}
