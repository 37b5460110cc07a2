using System.Collections.Immutable;
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

    private const string Restricted = """
        "allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}
        """;

    /// <summary>
    /// A container that is Restricted but for what it leaves unset, in a pod that sets it badly; then the same with a value of its own, which
    /// is what it runs with; then a bad value of its own in a good pod.
    /// </summary>
    [Theory]
    [InlineData("""{"windowsOptions":{"hostProcess":true}}""", """{"windowsOptions":{"hostProcess":false}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"seLinuxOptions":{"type":"spc_t"}}""", """{"seLinuxOptions":{"type":"container_t"}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"seLinuxOptions":{"type":"spc_t"}}""", """{"seLinuxOptions":{}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"seLinuxOptions":{"user":"system_u"}}""", """{"seLinuxOptions":{"type":"container_engine_t"}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"seLinuxOptions":{"role":"system_r"}}""", """{"seLinuxOptions":{"type":"container_kvm_t"}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"appArmorProfile":{"type":"Unconfined"}}""", """{"appArmorProfile":{"type":"RuntimeDefault"}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"appArmorProfile":{"type":"Unconfined"}}""", """{"appArmorProfile":{"type":"Localhost"}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"seccompProfile":{"type":"Unconfined"}}""", """{"seccompProfile":{"type":"Localhost"}}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"runAsUser":0}""", """{"runAsUser":1}""", PodSecurityLevel.Baseline)]
    [InlineData("""{"runAsNonRoot":false}""", """{"runAsNonRoot":true}""", PodSecurityLevel.Baseline)]
    public void LevelOf_Container_IsThatOfWhatItRunsWith(string bad, string good, PodSecurityLevel expected)
    {
        var field = bad.Split('"')[1];
        var rest = string.Join(',', Restricted.Trim().Split(",\"").Select((p, i) => i == 0 ? p : '"' + p).Where(p => !p.StartsWith($"\"{field}\"", StringComparison.Ordinal)));
        Assert.Equal(expected, LevelOf("{" + rest + "}", bad));
        Assert.Equal(PodSecurityLevel.Restricted, LevelOf("{" + rest + "," + good[1..], bad));
        Assert.Equal(expected, LevelOf("{" + rest + "," + bad[1..], good));
        Assert.Equal(PodSecurityLevel.Restricted, LevelOf("{" + rest + "}", good is """{"seLinuxOptions":{}}""" ? "{}" : good));
    }

    /// <summary>The container's field counts first, then the annotation with its name, then the pod's field.</summary>
    [Theory]
    [InlineData(null, "unconfined", null, PodSecurityLevel.Privileged)]
    [InlineData(null, "runtime/default", null, PodSecurityLevel.Restricted)]
    [InlineData(null, "localhost/x", null, PodSecurityLevel.Restricted)]
    [InlineData(null, "nonsense", null, PodSecurityLevel.Privileged)]
    [InlineData(null, "runtime/default", "Unconfined", PodSecurityLevel.Restricted)]
    [InlineData(null, "unconfined", "RuntimeDefault", PodSecurityLevel.Privileged)]
    [InlineData(null, "", "Unconfined", PodSecurityLevel.Privileged)]
    [InlineData("RuntimeDefault", "unconfined", "Unconfined", PodSecurityLevel.Restricted)]
    [InlineData("Unconfined", "runtime/default", "RuntimeDefault", PodSecurityLevel.Privileged)]
    public void LevelOf_Container_TakesTheAppArmorThatTheKubeletTakes(string? own, string annotation, string? ofPod, PodSecurityLevel expected)
    {
        var container = new ContainerFacts("c", Parse("{" + Restricted + "}") with { AppArmorProfile = own });
        var pod = new PodSecurityFacts
        {
            SecurityContext = new SecurityContextFacts { AppArmorProfile = ofPod },
            AppArmorAnnotations = ImmutableDictionary.CreateRange([new KeyValuePair<string, string>("c", annotation), new("other", "unconfined")]),
        };
        Assert.Equal(expected, PodSecurityStandard.LevelOf(container, pod));
    }

    /// <summary>What only a pod can set is not the container's, and of what only a container can set nothing comes from the pod.</summary>
    [Fact]
    public void LevelOf_Container_LeavesAsideWhatOnlyItsPodCanSet()
    {
        var pod = new PodSecurityFacts { HostNamespaces = true, HostPathVolume = true, RestrictedVolume = true, Sysctls = ["kernel.msgmax"] };
        Assert.Equal(PodSecurityLevel.Restricted, PodSecurityStandard.LevelOf(new ContainerFacts("c", Parse("{" + Restricted + "}")), pod));
    }

    [Theory]
    [InlineData(true, false, 30, PodSecurityLevel.Privileged)]
    [InlineData(false, true, 33, PodSecurityLevel.Restricted)]
    [InlineData(false, true, 34, PodSecurityLevel.Privileged)]
    public void Satisfies_HostPortOrHandlerHost_IsForbiddenWhereTheStandardSaysSo(bool port, bool host, int minor, PodSecurityLevel expected)
    {
        var container = new ContainerFacts("c", Parse("{" + Restricted + "}"), port, host);
        var version = new PodSecurityVersion(minor);
        Assert.Equal(expected == PodSecurityLevel.Restricted, PodSecurityStandard.Satisfies(PodSecurityLevel.Baseline, version, PodSecurityFacts.Empty, [container]));
        Assert.Equal(expected == PodSecurityLevel.Restricted, PodSecurityStandard.Satisfies(PodSecurityLevel.Restricted, version, PodSecurityFacts.Empty, [container]));
    }

    /// <summary>Pod Security looks at every annotation of the kind, whether or not there is such a container.</summary>
    [Fact]
    public void Satisfies_UnconfinedAnnotationOfNoContainer_IsForbidden()
    {
        var pod = new PodSecurityFacts { AppArmorAnnotations = ImmutableDictionary.CreateRange([new KeyValuePair<string, string>("none", "unconfined")]) };
        Assert.False(PodSecurityStandard.Satisfies(PodSecurityLevel.Baseline, PodSecurityVersion.Latest, pod, []));
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

    private static PodSecurityLevel LevelOf(string container, string pod) =>
        PodSecurityStandard.LevelOf(new ContainerFacts("c", Parse(container)), new PodSecurityFacts { SecurityContext = Parse(pod) });

    private static SecurityContextFacts Parse(string json) => TestPods.SecurityContext(JsonDocument.Parse(json).RootElement);
}
