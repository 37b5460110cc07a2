using System.Text.RegularExpressions;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Publishing.Explanations;
using Scanner.Publishing.Terminal;
using Scanner.Publishing.Tests.Terminal;

namespace Scanner.Publishing.Tests.Explanations;

/// <summary>How the story of a namespace is shown, whoever wrote its names.</summary>
public sealed class ExplanationWriterTests
{
    private const string Evil = "x\u202e \u001b[2J$(touch X)'\nEOF\n\u200b";
    private const string Wide = "運用チームの方針は特権コンテナを拒否する";

    public static TheoryData<string, string, int?> Screens => new()
    {
        { "hostile", Evil, null }, { "hostile", Evil, 60 }, { "wide", Wide, null }, { "wide", Wide, 60 }, { "small", "no-privileged", 100 },
    };

    /// <summary>Only what must be whole is wider: a command, one long word, or a name with blanks in it.</summary>
    [Theory]
    [MemberData(nameof(Screens))]
    public void Write_NamesOfWhateverKind_HidesNothingAndKeepsToTheWidth(string sample, string policy, int? width)
    {
        var lines = Write(Of(sample, policy), new TerminalTraits(width, false, false)).Split('\n');
        Assert.All(lines, l => Assert.True(PlainText.IsVisible(l), l));
        var prose = lines.TakeWhile(l => l != "kubectl apply -f - <<'EOF'");
        Assert.All(prose.Where(l => DisplayWidth.Of(l) > Math.Min(width ?? 80, 100)), l => Assert.Matches(@"kubectl |scanner |printf |^ *[^ ]+$|x\\u202e", l));
        // Nothing ends the text of the policy before its end.
        Assert.Equal(lines.Count(l => l.EndsWith("<<'EOF'", StringComparison.Ordinal)), lines.Count(l => l == "EOF"));
    }

    [Fact]
    public void Write_Colours_WhereTheTerminalHasThemOnly()
    {
        var (plain, coloured) = (Write(Of("small", "p"), TerminalTraits.None), Write(Of("small", "p"), new TerminalTraits(80, true, false)));
        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains("\u001b[1mopen\u001b[0m: \u001b[31mUnprotected\u001b[0m", coloured, StringComparison.Ordinal);
        Assert.Equal(plain, Regex.Replace(coloured, "\u001b\\[[0-9]+m", "", RegexOptions.NonBacktracking));
    }

    /// <summary>Policies that one command mends stand together, each by its name.</summary>
    [Fact]
    public void Write_PoliciesWithOneMend_AreOnePoint()
    {
        var mend = new ObjectPatch("validatingwebhookconfigurations.admissionregistration.k8s.io", "", "gatekeeper", """[{"op":"test","path":"/webhooks/0/name","value":"x"}]""");
        var policies = new[] { "first", "second" }.Select(n => Gap(n, CoverageKind.NotMatched) with { Mends = [mend] });
        var parts = Samples() with { Policies = [.. policies, Gap("reports", CoverageKind.Covered)] };
        var text = Write(Composition.Of(parts).Result, TerminalTraits.None);
        Assert.Contains("K8sPrivileged first.\n", text, StringComparison.Ordinal);
        Assert.Contains("K8sPrivileged second.\n     Mend them:\n", text, StringComparison.Ordinal);
        Assert.Contains("     Let K8sPrivileged reports deny what it reports:\n", text, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(text, "kubectl patch validatingwebhookconfigurations", RegexOptions.NonBacktracking));
    }

    /// <summary>What may be copied stands once, below what speaks of it, and holds what an author wrote as quoted text.</summary>
    [Fact]
    public void Write_PolicyWithSuccessor_ShowsItOnceAsYaml()
    {
        var successor = new System.Text.Json.Nodes.JsonObject { ["kind"] = "ValidatingPolicy", ["spec"] = Evil };
        var policy = Gap("p", CoverageKind.NotRead) with { Successor = successor.ToJsonString() };
        var kyverno = new PolicyCoverage(EngineNames.Kyverno, "ClusterPolicy", "", Evil) { Coverage = policy.Coverage, Reason = "r", Successor = policy.Successor };
        var text = Write(Composition.Of(Samples() with { Policies = [kyverno] }).Result, TerminalTraits.None);
        Assert.Contains("\nA ValidatingPolicy for ClusterPolicy x\\u202e", text, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(text, "kind: \"ValidatingPolicy\"\n", RegexOptions.NonBacktracking));
        Assert.Contains("apply beside it", Regex.Replace(text, @"\s+", " ", RegexOptions.NonBacktracking), StringComparison.Ordinal);
        Assert.DoesNotContain("printf %s '{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"kind\":\"ValidatingPolicy\"", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), l => Assert.True(PlainText.IsVisible(l), l));
    }

    private static ScanParts Samples() => Formats.Samples.Parts() with { Namespaces = [ScreenSamples.Open("open")] };

    private static ScanResult Of(string sample, string policy)
    {
        var parts = ScreenSamples.PartsOf(sample);
        return Composition.Of(parts with
        {
            Namespaces = [.. parts.Namespaces.Select(n => n with { Posture = n.Posture with { Predicted = new(Core.Admission.Verdicts.Verdict.Protected, policy) } })],
            Policies = [Gap(policy, CoverageKind.NotRead), Gap(policy + 2, CoverageKind.NotMatched), Gap(policy + 3, CoverageKind.Covered), Gap(policy + 4, CoverageKind.Unknown)],
            OpenWebhooks = [new OpenWebhook(policy, policy, 0, IsUnanswered: true)],
            UnreadPolicies = [new Core.Remedies.MissingPermission("list", "clusterpolicies", null, "kyverno.io")],
        }).Result;
    }

    private static PolicyCoverage Gap(string name, CoverageKind kind) => new(EngineNames.Gatekeeper, "K8sPrivileged", "", name)
    {
        Coverage = kind,
        Reason = $"denies it: {name}",
        OpenNamespaces = ["open"],
        OpenNamespaceCount = 1,
        Exemptions = kind == CoverageKind.Covered ? [new PolicyExemption($"the exclusion {name}", ["open"], 1)] : [],
    };

    private static string Write(ScanResult result, TerminalTraits terminal)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new ExplanationWriter(terminal).Write(result, output);
        return output.ToString();
    }
}
