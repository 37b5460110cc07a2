using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Posture;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Formats;
using Scanner.Publishing.Terminal;
using Scanner.Publishing.Tests.Formats;
using Scanner.Publishing.Tests.Terminal;

namespace Scanner.Publishing.Tests.Documents;

/// <summary>A result that was written as JSON and read back prints as it did, in every format.</summary>
public sealed class ScanDocumentReaderTests
{
    public static TheoryData<string> Screens => ["scan", "many", "hostile"];

    [Theory]
    [MemberData(nameof(Screens))]
    public void Read_WrittenResult_PrintsTheSame(string name) => AssertSame(ScreenSamples.Of(name), name);

    [Fact]
    public void Read_WhateverWasWritten_PrintsTheSame() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => AssertSame(new RandomScans(seed).Next(), $"seed {seed}")));

    /// <summary>Namespaces with the same fix stand together, though the words of each name its own.</summary>
    [Theory]
    [InlineData(1709397531)]
    [InlineData(161353867)]
    [InlineData(269479112)]
    [InlineData(305178510)]
    public void Read_FixNamesItsNamespace_PrintsTheSame(int seed) => AssertSame(new RandomScans(seed).Next(), $"seed {seed}");

    /// <summary>That of an earlier version, which lacks what came later.</summary>
    [Fact]
    public void Read_WithoutLaterFields_IsRead()
    {
        var json = JsonNode.Parse(Json(Samples.Result()))!.AsObject();
        json["scan"]!.AsObject().Remove("missingPermissions");
        foreach (var ns in json["namespaces"]!.AsArray())
        {
            foreach (var later in new[] { "earlierVerdict", "judgedAt", "notRenewedBecause", "podsBelowBaseline", "podsNotListed" })
                Assert.True(ns!.AsObject().Remove(later), later);
        }

        foreach (var finding in json["findings"]!.AsArray())
        {
            foreach (var later in new[] { "cause", "note", "brief" })
                Assert.True(finding!.AsObject().Remove(later), later);
        }

        json["fromANewerVersion"] = "too";
        var read = Read(json.ToJsonString());
        Assert.Equal(Samples.Result().Findings.Select(f => f.Id), read.Findings.Select(f => f.Id));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"schemaVersion\":1}")]
    [InlineData("<html>")]
    [InlineData("")]
    public void Read_SomethingElse_IsNoResult(string text) => Assert.ThrowsAny<JsonException>(() => Read(text));

    [Theory]
    [InlineData("schemaVersion", "2")]
    [InlineData("namespaces", "null")]
    [InlineData("namespaces", "[null]")]
    [InlineData("namespaces/0/verdict", "99")]
    [InlineData("namespaces/0/verdict", "\"Fine\"")]
    [InlineData("namespaces/0/verdict", "\"FailClosed\"")]
    [InlineData("namespaces/0/verdict", "\"Unprotected\"")]
    [InlineData("namespaces/1/targets/0/probes/0/warnings", "[null]")]
    [InlineData("namespaces/1/findings", "[null]")]
    [InlineData("findings/0/severity", "17")]
    [InlineData("findings/0/message", "null")]
    [InlineData("findings/0/commands/0/placeholders", "[0]")]
    [InlineData("findings/0/commands/0/argv", "[null]")]
    [InlineData("findings/0/subject", "\"alice\"")]
    [InlineData("findings/0/subject", "\"ServiceAccount:alice\"")]
    [InlineData("exposures", "[{\"subject\":{\"kind\":\"User\",\"name\":\"x\",\"namespace\":null},\"namespace\":\"gap\",\"verdict\":\"Unprotected\"}]")]
    [InlineData("rbac/subjects", "[{\"kind\":\"User\",\"name\":\"x\",\"namespace\":null,\"system\":false,\"risk\":\"low\",\"grants\":[{\"namespace\":null,\"verbs\":[],\"pods\":null,\"binding\":\"x\",\"role\":\"y\"}]}]")]
    public void Read_ResultThatContradictsItself_IsNoResult(string place, string value)
    {
        var json = JsonNode.Parse(Json(Samples.Result()))!;
        var parts = place.Split('/');
        var parent = parts[..^1].Aggregate(json, (node, part) => int.TryParse(part, out var i) ? node[i]! : node[part]!);
        parent[parts[^1]] = JsonNode.Parse(value);
        Assert.ThrowsAny<JsonException>(() => Read(json.ToJsonString()));
    }

    /// <summary>A command that somebody else wrote is as harmless in a shell as one of ours.</summary>
    [Fact]
    public void Read_HostileCommand_IsQuoted()
    {
        var json = JsonNode.Parse(Json(Samples.Result()))!;
        json["findings"]![0]!["commands"]![0]!["argv"]![5] = "$(touch X)";
        Assert.Contains("'$(touch X)'", Print(Read(json.ToJsonString()), 200, all: true), StringComparison.Ordinal);
    }

    private static void AssertSame(ScanResult result, string what)
    {
        var json = Json(result);
        var read = Read(json);
        Assert.Equal(json, Json(read));
        foreach (int? width in new int?[] { 80, 100, 200, null })
        {
            foreach (var all in new[] { false, true })
                Assert.Equal($"{what} at {width}:\n{Print(result, width, all)}", $"{what} at {width}:\n{Print(read, width, all)}");
        }

        foreach (var failOn in Enum.GetValues<Core.Severity>())
            Assert.Equal(result.Outcome(failOn), read.Outcome(failOn));
    }

    private static ScanResult Read(string json) =>
        ScanDocumentReader.Read(JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(json), ScanJson.Reading) ?? throw new JsonException("null"));

    private static string Json(ScanResult result) => Write(new JsonResultWriter(), result);

    private static string Print(ScanResult result, int? width, bool all) => Write(
        new TableResultWriter(new TerminalTraits(width, true, false), new FakeTimeProvider(Samples.Now), new TableView(all), outcome => (int)outcome), result);

    private static string Write(IResultWriter writer, ScanResult result)
    {
        using var text = new StringWriter { NewLine = "\n" };
        writer.Write(result, text);
        return text.ToString();
    }
}
