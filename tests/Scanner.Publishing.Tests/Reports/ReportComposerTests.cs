using System.Text.Json;
using Scanner.Core;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Publishing.Formats;
using Scanner.Publishing.Reports;
using Scanner.Publishing.Tests.Formats;
using YamlDotNet.RepresentationModel;

namespace Scanner.Publishing.Tests.Reports;

public sealed class ReportComposerTests
{
    [Fact]
    public void Of_Sample_OneOfTheClusterAndOneOfEachNamespaceThatHasSomethingToSay()
    {
        var reports = ReportComposer.Of(Samples.Result());
        Assert.Equal([null, "empty", "gap", "good"], reports.Select(r => r.Namespace).ToList());
        Assert.Equal((0, 0), (reports[0].Lines.Length, reports[0].Truncated));
        var empty = Assert.Single(reports[1].Lines);
        Assert.Equal(("ES104", ReportOutcome.Skip), (empty.Policy, empty.Outcome));
        var gap = reports[2];
        Assert.Contains(gap.Lines, l => l is { Policy: "ES101", Outcome: ReportOutcome.Fail, Rule: "PrivilegedAdmitted" });
        Assert.Equal(gap.Lines.Length, gap.Summary.Fail + gap.Summary.Warn + gap.Summary.Skip + gap.Summary.Error);
        Assert.Equal(1, reports[3].Summary.Pass);
    }

    [Theory]
    [InlineData(Severity.Critical, false, ReportOutcome.Fail)]
    [InlineData(Severity.Medium, false, ReportOutcome.Fail)]
    [InlineData(Severity.Low, false, ReportOutcome.Warn)]
    [InlineData(Severity.Info, false, ReportOutcome.Warn)]
    [InlineData(Severity.Critical, true, ReportOutcome.Skip)]
    public void Of_Severity_DecidesUnlessItIsAccepted(Severity severity, bool accepted, ReportOutcome expected)
    {
        var finding = Finding(0, "m") with { Severity = severity, Exception = accepted ? new AppliedException("known", null) : null };
        Assert.Equal(expected, Assert.Single(ReportComposer.Of(Samples.Result() with { Findings = [finding] })[0].Lines).Outcome);
    }

    [Fact]
    public void Of_StepOfTheScanFailed_IsAnErrorOfTheCluster()
    {
        var result = Samples.Result() with { Errors = [new ScanError(ScanStep.List("pods"), "HTTP 500")] };
        var line = Assert.Single(ReportComposer.Of(result)[0].Lines);
        Assert.Equal((ReportOutcome.Error, "ES502"), (line.Outcome, line.Policy));
        Assert.Contains("HTTP 500", line.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3000, 10, '€', 100)]
    [InlineData(3000, 5000, '€', 100)]
    [InlineData(3000, 5000, '\u0001', 90)]
    [InlineData(501, 0, ' ', 100)]
    public void Of_TooMany_CutsCountsAndStaysUnderTheLimitOfTheServer(int findings, int length, char filling, int atLeast)
    {
        var result = Samples.Result() with { Findings = [.. Enumerable.Range(0, findings).Select(i => Finding(i, new string(filling, length)))] };
        var report = ReportComposer.Of(result)[0];
        Assert.InRange(report.Lines.Length, atLeast, ReportComposer.MostLines);
        Assert.Equal(findings, report.Lines.Length + report.Truncated);
        Assert.Equal(findings, report.Summary.Fail);
        Assert.InRange(Write(report).Length, 1, 1_500_000);
        Assert.Equal($"{report.Truncated}", Parse(report).GetProperty("metadata").GetProperty("annotations").GetProperty("ephemeral-scanner.io/truncated").GetString());
    }

    // The fields of https://github.com/kubernetes-sigs/wg-policy-prototypes, policy-report/pkg/api/wgpolicyk8s.io/v1alpha2: a server refuses others.
    [Fact]
    public void Write_Line_HasTheFieldsOfTheApiOnly()
    {
        var report = ReportComposer.Of(Samples.Result())[2];
        var root = Parse(report);
        Assert.Equal(["apiVersion", "kind", "metadata", "scope", "results", "summary"], root.EnumerateObject().Select(p => p.Name));
        string[] allowed = ["policy", "rule", "result", "severity", "category", "source", "message", "scored", "timestamp", "resources", "properties"];
        Assert.All(root.GetProperty("results").EnumerateArray().SelectMany(r => r.EnumerateObject()), p => Assert.Contains(p.Name, allowed));
        var first = root.GetProperty("results")[0];
        Assert.Equal(Samples.Now.ToUnixTimeSeconds(), first.GetProperty("timestamp").GetProperty("seconds").GetInt64());
        Assert.All(first.GetProperty("properties").EnumerateObject(), p => Assert.Equal(JsonValueKind.String, p.Value.ValueKind));
    }

    [Fact]
    public void Write_OpenReports_NamesItsKindsAndSource()
    {
        var root = Parse(ReportComposer.Of(Samples.Result())[0], ReportApi.OpenReports);
        Assert.Equal(("openreports.io/v1alpha1", "ClusterReport", "ephemeral-scanner"), (
            root.GetProperty("apiVersion").GetString(), root.GetProperty("kind").GetString(), root.GetProperty("source").GetString()));
    }

    [Fact]
    public void Write_Yaml_IsOneDocumentForEachReport()
    {
        using var text = new StringWriter();
        new PolicyReportWriter(ReportApi.PolicyWorkingGroup).Write(Samples.Result(), text);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text.ToString()));
        Assert.Equal(
            ["ClusterPolicyReport", "PolicyReport", "PolicyReport", "PolicyReport"],
            yaml.Documents.Select(d => ((YamlScalarNode)d.RootNode["kind"]).Value));
    }

    private static Finding Finding(int number, string message) => new(
        $"id{number}", "ES301", "BroadGrant", Severity.High, new ResourceReference("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", null, $"b{number}"),
        message, new Remedy.AllowMoreTime(), "https://docs");

    private static string Write(Report report, ReportApi? api = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            new ReportJson(api ?? ReportApi.PolicyWorkingGroup, _ => Samples.Now).Write(report, json);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Parse(Report report, ReportApi? api = null) => JsonDocument.Parse(Write(report, api)).RootElement;
}
