using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Tests.Admission;
using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Tests.Webhooks;

/// <summary>Refusals put together here equal those that real engines sent.</summary>
public sealed class EngineAnswersTests
{
    private const string AtPath = "validation error: privileged containers are not allowed. rule no-privileged failed at path /spec/ephemeralContainers/0/securityContext/privileged/";

    [Fact]
    public void Gatekeeper_Violation_AsRecorded() =>
        AssertRecorded(EngineAnswers.Gatekeeper(("only-gk-covers", "container probe-7f3a must not be privileged")), "gatekeeper", "gk-covers");

    [Theory]
    [InlineData("ky-covers", AtPath)]
    [InlineData("ky-deny", "privileged containers are not allowed")]
    public void Kyverno_Failure_AsRecorded(string name, string message) =>
        AssertRecorded(EngineAnswers.Kyverno(Requests.PrivilegedProbe(name), (name, "no-privileged", message)), "kyverno", name);

    [Fact]
    public void KyvernoCel_Failure_AsRecorded() =>
        AssertRecorded(EngineAnswers.KyvernoCel(("ky-nvpol", "privileged containers are not allowed")), "kyverno", "ky-nvpol");

    [Fact]
    public void Kyverno_SeveralFailures_AreGroupedByPolicy()
    {
        var answer = (WebhookAnswer.Review)EngineAnswers.Kyverno(Requests.PrivilegedProbe("ns"), ("b", "r", "1"), ("a", "y", "it's: so"), ("a", "x", "2"));
        Assert.EndsWith("\n\na:\n  x: 2\n  y: 'it''s: so'\nb:\n  r: 1\n", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_WithoutViolations_Allow()
    {
        Assert.True(((WebhookAnswer.Review)EngineAnswers.Gatekeeper()).Allowed);
        Assert.True(((WebhookAnswer.Review)EngineAnswers.Kyverno(Requests.PrivilegedProbe("ns"))).Allowed);
        Assert.True(((WebhookAnswer.Review)EngineAnswers.KyvernoCel()).Allowed);
    }

    private static void AssertRecorded(WebhookAnswer answer, string engine, string name)
    {
        var recording = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", engine, name + ".privileged.json")))!["response"]!["body"]!;
        var review = Assert.IsType<WebhookAnswer.Review>(answer);
        var recorded = recording.Text("message")!;
        Assert.Equal(recorded[(recorded.IndexOf("request: ", StringComparison.Ordinal) + "request: ".Length)..], review.Message);
        Assert.Equal((recording.Number("code"), recording.Text("reason")), ((long?)review.Code, review.Reason));
    }
}
