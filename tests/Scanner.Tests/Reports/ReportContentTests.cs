using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Wire;
using Scanner.Core.Admission.Verdicts;
using Scanner.Fixtures;
using Scanner.Reports;

namespace Scanner.Tests.Reports;

public sealed class ReportContentTests
{
    private const string Sample = """
        {"apiVersion":"wgpolicyk8s.io/v1alpha2","kind":"PolicyReport",
         "metadata":{"name":"ephemeral-scanner","namespace":"open","resourceVersion":"7","labels":{"app.kubernetes.io/managed-by":"ephemeral-scanner","ephemeral-scanner.io/instance":"a.b"},
          "annotations":{"ephemeral-scanner.io/verdict":"Unprotected","ephemeral-scanner.io/earlier-verdict":"Protected"}},
         "scope":{"apiVersion":"v1","kind":"Namespace","name":"open"},
         "results":[{"policy":"ES101","message":"m \u00e9","timestamp":{"seconds":100,"nanos":0},"properties":{"id":"x"}},{"policy":"ES104","properties":{"id":"y"},"timestamp":{"seconds":200,"nanos":0}}],
         "summary":{"pass":0,"fail":1,"warn":0,"error":0,"skip":0}}
        """;

    [Fact]
    public void Read_Sample_AllThatIsKept()
    {
        var report = Read(Sample);
        Assert.Equal(("open", "ephemeral-scanner", "a.b", Verdict.Protected), (report.Namespace, report.Name, report.Instance, report.Compared));
        Assert.Equal([new SeenFinding(ReportContent.IdOf("x"), 100), new SeenFinding(ReportContent.IdOf("y"), 200)], report.Seen.ToList());
    }

    /// <summary>The server orders fields as it likes, counts versions, and lets others add labels, annotations and fields.</summary>
    [Theory]
    [InlineData("\"pass\":0,\"fail\":1", "\"fail\":1,\"pass\":0")]
    [InlineData("\"resourceVersion\":\"7\"", "\"resourceVersion\":\"8\",\"generation\":3,\"uid\":\"u\",\"managedFields\":[{\"manager\":\"x\"}]")]
    [InlineData("\"labels\":{", "\"labels\":{\"team\":\"blue\",")]
    [InlineData("\"annotations\":{", "\"annotations\":{\"note\":\"mine\",")]
    [InlineData("\"scope\":", "\"scopeSelector\":{\"matchLabels\":{\"a\":\"b\"}},\"scope\":")]
    [InlineData("m \\u00e9", "m \u00e9")]
    public void Content_SameToTheScanner_IsTheSame(string before, string after) => Assert.Equal(Read(Sample).Content, Read(Changed(before, after)).Content);

    [Theory]
    [InlineData("\"fail\":1", "\"fail\":2")]
    [InlineData("\"policy\":\"ES101\"", "\"policy\":\"ES102\"")]
    [InlineData("\"seconds\":100", "\"seconds\":101")]
    [InlineData("m \\u00e9", "m e")]
    [InlineData("\"name\":\"open\"}", "\"name\":\"other\"}")]
    [InlineData("io/verdict\":\"Unprotected\"", "io/verdict\":\"Protected\"")]
    [InlineData("instance\":\"a.b\"", "instance\":\"a.c\"")]
    [InlineData("managed-by\":\"ephemeral-scanner\"", "managed-by\":\"helm\"")]
    [InlineData("\"message\":\"m", "\"category\":\"c\",\"message\":\"m")]
    [InlineData(",{\"policy\":\"ES104\",\"properties\":{\"id\":\"y\"},\"timestamp\":{\"seconds\":200,\"nanos\":0}}", "")]
    public void Content_AnythingOfTheScannersChanged_IsAnother(string before, string after) => Assert.NotEqual(Read(Sample).Content, Read(Changed(before, after)).Content);

    [Fact]
    public void Content_ResultsInAnotherOrder_IsAnother()
    {
        var report = JsonNode.Parse(Sample)!.AsObject();
        var results = report["results"]!.AsArray();
        var first = results[0]!;
        results.RemoveAt(0);
        results.Add(first);
        Assert.NotEqual(Read(Sample).Content, Read(report.ToJsonString()).Content);
    }

    /// <summary>Whoever may write into the cluster may write anything: it is read as far as it makes sense.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"metadata":[],"results":{},"summary":7}""")]
    [InlineData("""{"metadata":{"name":5,"labels":"x","annotations":[1]},"results":[null,7,{"properties":[],"timestamp":"now"},{"properties":{"id":3},"timestamp":{"seconds":"5"}}]}""")]
    [InlineData("""{"metadata":{"annotations":{"ephemeral-scanner.io/verdict":"2"}},"results":[{"properties":{"id":"x"},"timestamp":{"seconds":1e300}}]}""")]
    [InlineData("""{"metadata":{"annotations":{"ephemeral-scanner.io/verdict":"protected","ephemeral-scanner.io/earlier-verdict":"Protected, Blocked"}}}""")]
    [InlineData("""{"metadata":{"annotations":{"ephemeral-scanner.io/verdict":"Unknown"}}}""")]
    public void Read_NotWhatItShouldBe_IsAbsent(string json)
    {
        var report = Read(json);
        Assert.Equal((null, 0), (report.Compared, report.Seen.Length));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":")]
    [InlineData("\"\\ud800\"")]
    public void Read_NoObject_IsTheReadersOwnException(string json) => Assert.Throws<WireFormatException>(() => Read(json));

    [Fact]
    public void Read_Recorded_IsWhatWasApplied()
    {
        var recording = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "reports", "policyreport-apply-created.json")))!;
        var applied = Read(recording["request"]!["body"]!.GetValue<string>());
        var stored = Read(recording["response"]!["body"]!.ToJsonString());
        Assert.Equal((applied.Content, applied.Namespace, applied.Name), (stored.Content, stored.Namespace, stored.Name));
    }

    private static string Changed(string before, string after)
    {
        Assert.Contains(before, Sample, StringComparison.Ordinal);
        return Sample.Replace(before, after, StringComparison.Ordinal);
    }

    private static StoredReport Read(string json)
    {
        var reader = new JsonWireReader(System.Text.Encoding.UTF8.GetBytes(json));
        return StoredReportReader.Instance.Read(ref reader);
    }
}
