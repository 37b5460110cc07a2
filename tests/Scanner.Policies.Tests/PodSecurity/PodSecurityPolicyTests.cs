using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;
using Scanner.Fixtures;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.PodSecurity;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.PodSecurity;

public sealed class PodSecurityPolicyTests
{
    private const string Prefix = "pod-security.kubernetes.io/";

    /// <summary>What a real server of 1.36 answered to random security contexts of an ephemeral container, and in which words.</summary>
    [Fact]
    public void EveryRecordedAnswer_IsGivenInTheWordsOfTheServer()
    {
        using var corpus = JsonDocument.Parse(File.ReadAllText(Fixture.PathOf("corpora", "pod-security.json")));
        var pods = corpus.RootElement.GetProperty("pods");
        var wrong = new List<string>();
        var count = 0;
        foreach (var item in corpus.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            var name = item.GetProperty("pod").GetString()!;
            var expected = item.GetProperty("message").GetString()?.Replace($"pods \"{name}\" is forbidden: ", "Denied: ", StringComparison.Ordinal) ?? "Allowed";
            var labels = new Dictionary<string, string> { [Prefix + "enforce"] = Text(item, "level"), [Prefix + "enforce-version"] = Text(item, "version") };
            var actual = DecisionText.Of(new PodSecurityPolicy(36).Decide(Request(pods.GetProperty(name), item.GetProperty("securityContext"), labels))[0].Decision);
            if (actual != expected && !(expected == "Allowed" && actual.StartsWith("NotMatched", StringComparison.Ordinal)))
                wrong.Add($"{actual}\n  {expected}");
        }

        Assert.Equal(1385, count);
        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join('\n', wrong.Take(5))}");
    }

    [Theory]
    [InlineData("", "enforce: NotMatched: no label enforces Pod Security | warn: NotMatched: no label asks to warn | audit: NotMatched: no label asks to audit")]
    [InlineData("enforce=baseline", "enforce: Denied: violates PodSecurity \"baseline:latest\": V | warn: Reported: would violate PodSecurity \"baseline:latest\": V (Warn) | audit: NotMatched: no label asks to audit")]
    [InlineData("enforce=privileged audit=baseline", "enforce: NotMatched: no label enforces Pod Security | warn: NotMatched: no label asks to warn | audit: Reported: would violate PodSecurity \"baseline:latest\": V (Audit)")]
    [InlineData("warn=baseline warn-version=v1.20", "enforce: NotMatched: no label enforces Pod Security | warn: Reported: would violate PodSecurity \"baseline:v1.20\": V (Warn) | audit: NotMatched: no label asks to audit")]
    [InlineData("enforce=baseline enforce-version=newest", "enforce: Denied: violates PodSecurity \"baseline:latest\": V | warn: Reported: would violate PodSecurity \"baseline:latest\": V (Warn) | audit: NotMatched: no label asks to audit")]
    [InlineData("warn=strict audit=none", "enforce: NotMatched: no label enforces Pod Security | warn: NotMatched: no label asks to warn | audit: NotMatched: no label asks to audit")]
    public void Modes_DecideByThemselves(string labels, string expected)
    {
        var decisions = new PodSecurityPolicy(36).Decide(Request(MadeUpPod.In("shop"), Json.Of("""{"privileged":true}"""), Labels(labels)));
        Assert.Equal(expected, DecisionText.Of(decisions).Replace("privileged (container \"probe\" must not set securityContext.privileged=true)", "V", StringComparison.Ordinal));
    }

    /// <summary>What cannot be read fails closed, as the strictest level.</summary>
    [Fact]
    public void LevelThatMeansNothing_IsRestricted() => Assert.StartsWith(
        "enforce: Denied: violates PodSecurity \"restricted:latest\"",
        DecisionText.Of(new PodSecurityPolicy(36).Decide(Request(MadeUpPod.In("shop"), Json.Of("{}"), Labels("enforce=strict")))),
        StringComparison.Ordinal);

    [Fact]
    public void ContainerThatWasThereBefore_IsNotJudged()
    {
        var request = Request(MadeUpPod.In("shop"), Json.Of("""{"privileged":true}"""), Labels("enforce=baseline"));
        Assert.IsType<PolicyDecision.NotMatched>(new PodSecurityPolicy(36).Decide(request with { OldObject = request.Object })[0].Decision);
    }

    [Theory]
    [InlineData("enforce=restricted", "Covered True 1")]
    [InlineData("warn=restricted", "Covered False 0")]
    [InlineData("team=a", "NotRelevant False 0")]
    public void Coverage(string labels, string expected)
    {
        var coverage = ClusterCoverage.Of([new PodSecurityPolicy(36)], [new NamespaceTarget("shop", Labels(labels), [])], new RequestUser("eve", [])).Single();
        Assert.Equal(expected, $"{coverage.Coverage} {coverage.IsEnforced} {coverage.EnforcedNamespaceCount}");
    }

    /// <summary>The controls that a policy version has not yet are not asked for.</summary>
    [Theory]
    [InlineData(25, "latest", "Allowed")]
    [InlineData(36, "latest", "Denied: violates PodSecurity \"baseline:latest\": probe or lifecycle host (container \"x\")")]
    [InlineData(36, "v1.33", "Allowed")]
    [InlineData(36, "v1.99", "Denied: violates PodSecurity \"baseline:v1.99\": probe or lifecycle host (container \"x\")")]
    public void Version_IsThatOfThePolicyAndOfTheServer(int server, string version, string expected)
    {
        var pod = JsonNode.Parse(MadeUpPod.In("shop").GetRawText())!;
        pod["spec"]!["containers"]![0]!["livenessProbe"]!["tcpSocket"]!["host"] = "10.0.0.1";
        var request = Request(Json.Of(pod.ToJsonString()), Json.Of("{}"), Labels($"enforce=baseline enforce-version={version}"));
        Assert.Equal(expected, DecisionText.Of(new PodSecurityPolicy(server).Decide(request)[0].Decision));
    }

    private static Dictionary<string, string> Labels(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => l.Split('=')).ToDictionary(l => l[0] == "team" ? "team" : Prefix + l[0], l => l[1]);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static AdmissionRequest Request(JsonElement pod, JsonElement context, IReadOnlyDictionary<string, string> labels) => PodRequests.Make(
        pod, Json.Of($$"""{"name":"probe","image":"busybox","securityContext":{{context.GetRawText()}} }"""), RequestChannel.Ephemeral, labels, new RequestUser("eve", []));
}
