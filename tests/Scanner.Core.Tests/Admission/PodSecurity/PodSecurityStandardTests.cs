using System.Text.Json;
using Scanner.Core.Admission.PodSecurity;
using Scanner.Core.Cluster;
using Scanner.Fixtures;

namespace Scanner.Core.Tests.Admission.PodSecurity;

public sealed class PodSecurityStandardTests
{
    private static readonly JsonElement s_corpus =
        JsonDocument.Parse(File.ReadAllBytes(Fixture.PathOf("corpora", "pod-security.json"))).RootElement;

    /// <summary>Every decision of a real API server about a random ephemeral container.</summary>
    [Fact]
    public void Satisfies_EveryRecordedDecision_AgreesWithTheServer()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var decision in s_corpus.GetProperty("cases").EnumerateArray())
        {
            var (pod, containers) = TestPods.Pod(s_corpus.GetProperty("pods").GetProperty(decision.GetProperty("pod").GetString()!));
            containers.Add(new ContainerFacts("probe", TestPods.SecurityContext(decision.GetProperty("securityContext"))));
            Assert.True(PodSecurityVersion.TryParse(decision.GetProperty("version").GetString()!, out var version));
            var level = Enum.Parse<PodSecurityLevel>(decision.GetProperty("level").GetString()!, ignoreCase: true);
            count++;
            if (PodSecurityStandard.Satisfies(level, version, pod, containers) != decision.GetProperty("allowed").GetBoolean())
                wrong.Add(decision.GetRawText());
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(5)));
        Assert.Equal(1385, count);
    }

    [Theory]
    [InlineData("{}", "", PodSecurityLevel.Baseline)]
    [InlineData("""{"privileged":true}""", "", PodSecurityLevel.Privileged)]
    [InlineData("""{"capabilities":{"add":["SYS_PTRACE"]}}""", "", PodSecurityLevel.Privileged)]
    [InlineData("""{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}""", "", PodSecurityLevel.Restricted)]
    [InlineData("""{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}""", """{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}""", PodSecurityLevel.Restricted)]
    [InlineData("""{"allowPrivilegeEscalation":false,"runAsNonRoot":false,"capabilities":{"drop":["ALL"]}}""", """{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}""", PodSecurityLevel.Baseline)]
    [InlineData("""{"allowPrivilegeEscalation":false,"capabilities":{"drop":["all"]}}""", """{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}""", PodSecurityLevel.Baseline)]
    public void LevelOf_Container_TakesThePodsFieldsWhereTheyStandIn(string container, string pod, PodSecurityLevel expected)
    {
        var podFacts = pod.Length == 0 ? PodSecurityFacts.Empty : PodSecurityFacts.Empty with { SecurityContext = Parse(pod) };
        Assert.Equal(expected, PodSecurityStandard.LevelOf(new ContainerFacts("c", Parse(container)), podFacts));
    }

    [Fact]
    public void LevelOf_PodWithHostPath_IsPrivilegedThoughItsContainersAreRestricted()
    {
        var restricted = new ContainerFacts("c", Parse("""{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}"""));
        Assert.Equal(PodSecurityLevel.Restricted, PodSecurityStandard.LevelOf(PodSecurityFacts.Empty, [restricted]));
        Assert.Equal(PodSecurityLevel.Baseline, PodSecurityStandard.LevelOf(PodSecurityFacts.Empty with { RestrictedVolume = true }, [restricted]));
        Assert.Equal(PodSecurityLevel.Privileged, PodSecurityStandard.LevelOf(PodSecurityFacts.Empty with { HostPathVolume = true }, [restricted]));
        Assert.Equal(PodSecurityLevel.Privileged, PodSecurityStandard.LevelOf(PodSecurityFacts.Empty with { HostNamespaces = true }, [restricted]));
        Assert.Equal(PodSecurityLevel.Privileged, PodSecurityStandard.LevelOf(PodSecurityFacts.Empty with { Sysctls = ["kernel.msgmax"] }, [restricted]));
    }

    [Theory]
    [InlineData("latest", true, int.MaxValue)]
    [InlineData("v1.0", true, 0)]
    [InlineData("v1.25", true, 25)]
    [InlineData("v1.025", false, 0)]
    [InlineData("1.25", false, 0)]
    [InlineData("v1.00", false, 0)]
    [InlineData("v1.", false, 0)]
    [InlineData("v2.1", false, 0)]
    public void TryParse_Version_TakesWhatTheLabelTakes(string text, bool ok, int minor)
    {
        Assert.Equal(ok, PodSecurityVersion.TryParse(text, out var version));
        if (ok)
            Assert.Equal(minor, version.Minor);
    }

    private static SecurityContextFacts Parse(string json) => TestPods.SecurityContext(JsonDocument.Parse(json).RootElement);
}
