using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.PodSecurity;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Cluster;

namespace Scanner.Core.Tests.Admission.Probes;

public sealed class ProbeManifestTests
{
    [Theory]
    [InlineData("privileged", """{"privileged":true,"allowPrivilegeEscalation":true}""")]
    [InlineData("benign", """{"privileged":false,"allowPrivilegeEscalation":false,"runAsNonRoot":true,"runAsUser":65532,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}""")]
    [InlineData("general", """{"capabilities":{"add":["SYS_PTRACE"]}}""")]
    [InlineData("baseline", null)]
    [InlineData("restricted", """{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}""")]
    [InlineData("netadmin", """{"capabilities":{"add":["NET_ADMIN","NET_RAW"]}}""")]
    [InlineData("sysadmin", """{"privileged":true}""")]
    [InlineData("capabilities", """{"capabilities":{"add":["SYS_ADMIN","SYS_PTRACE","NET_ADMIN"]}}""")]
    [InlineData("root", """{"runAsUser":0}""")]
    public void EphemeralContainerPatch_Profile_AsksForExactlyThis(string name, string? context)
    {
        Assert.True(ProbeProfileNames.TryParse(name, out var profile));
        var patch = JsonNode.Parse(ProbeManifest.EphemeralContainerPatch(profile, "c-1", "img:1").Span);
        var container = new JsonObject { ["name"] = "c-1", ["image"] = "img:1" };
        if (context is not null)
            container["securityContext"] = JsonNode.Parse(context);
        var expected = new JsonObject { ["spec"] = new JsonObject { ["ephemeralContainers"] = new JsonArray(container) } };
        Assert.True(JsonNode.DeepEquals(expected, patch), patch!.ToJsonString());
    }

    [Fact]
    public void Benign_Container_SatisfiesRestrictedByItself()
    {
        var context = ProbeSecurityContext.Of(ProbeProfile.Benign)!;
        Assert.Equal(PodSecurityLevel.Restricted, PodSecurityStandard.LevelOf(new ContainerFacts("c", context), PodSecurityFacts.Empty));
    }

    [Fact]
    public void RegularPod_IsAPrivilegedPodThatNothingElseSpeaksAgainst()
    {
        var pod = JsonDocument.Parse(ProbeManifest.RegularPod(ProbeProfile.Privileged, "c-1", "img:1")).RootElement;
        Assert.Equal("ephemeral-scanner-probe-", pod.GetProperty("metadata").GetProperty("generateName").GetString());
        var container = Assert.Single(pod.GetProperty("spec").GetProperty("containers").EnumerateArray());
        Assert.True(container.GetProperty("securityContext").GetProperty("privileged").GetBoolean());
        Assert.False(pod.GetProperty("spec").GetProperty("automountServiceAccountToken").GetBoolean());
    }

    [Fact]
    public void Survives_MutationThatAddsSomething_IsNoMutationOfTheProbe()
    {
        Assert.True(ProbeSecurityContext.Survives(ProbeProfile.Privileged, new SecurityContextFacts { Privileged = true, SeccompProfile = "RuntimeDefault" }));
        Assert.False(ProbeSecurityContext.Survives(ProbeProfile.Privileged, new SecurityContextFacts { Privileged = false }));
        Assert.False(ProbeSecurityContext.Survives(ProbeProfile.Netadmin, new SecurityContextFacts { AddedCapabilities = ["NET_RAW"] }));
        Assert.False(ProbeSecurityContext.Survives(ProbeProfile.Root, SecurityContextFacts.Empty));
        Assert.True(ProbeSecurityContext.Survives(ProbeProfile.Baseline, SecurityContextFacts.Empty));
    }

    [Theory]
    [InlineData("Privileged", true)]
    [InlineData("nothing", false)]
    [InlineData("", false)]
    [InlineData("0", false)]
    public void TryParse_ProfileName_KnowsTheListOnly(string name, bool known) => Assert.Equal(known, ProbeProfileNames.TryParse(name, out _));
}
