using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Remedies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Coverage;

/// <summary>The admission policy that is given out ready to apply, as the evaluators read it.</summary>
public sealed class ReadyPolicyTests
{
    private static readonly RequestUser s_user = new("eve", []);

    /// <summary>On every version that has such policies, what Baseline forbids and nothing else, and in the namespace alone.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(33)]
    [InlineData(36)]
    public void Policy_EveryVariant_DeniesWhatBaselineForbids(int minor)
    {
        var coverage = ClusterCoverage.Of([Policy(minor)], [Namespace("payments"), Namespace("other")], s_user).Single();
        Assert.Equal((CoverageKind.Covered, true, false), (coverage.Coverage, coverage.IsEnforced, coverage.RefusesAll));
        Assert.Equal(["payments"], [.. coverage.EnforcedNamespaces]);
        Assert.Equal(["privileged", "capabilities", "seccomp", "selinux", "procmount", "apparmor", "windows"], [.. coverage.Variants]);
    }

    /// <summary>An ephemeral container stays in its pod for good: one that was there before must not forbid every other.</summary>
    [Fact]
    public void Policy_PrivilegedOneIsThereAlready_JudgesTheNewOneAlone()
    {
        using var pod = JsonDocument.Parse("""
            {"metadata":{"name":"web","namespace":"payments"},"spec":{"containers":[{"name":"app","image":"x"}],
             "ephemeralContainers":[{"name":"old","image":"x","securityContext":{"privileged":true}}]}}
            """);
        Assert.IsType<PolicyDecision.Allowed>(Decide(pod.RootElement, ContainerVariants.Benign));
        Assert.Equal(new PolicyDecision.Denied("an ephemeral container may not be privileged"), Decide(pod.RootElement, ContainerVariants.Privileged));
    }

    private static PolicyDecision Decide(JsonElement pod, ContainerVariant variant) => Assert.Single(Policy(36).Decide(
        PodRequests.Make(pod, variant.Container, RequestChannel.Ephemeral, ImmutableDictionary<string, string>.Empty, s_user))).Decision;

    private static IPolicy Policy(int minor)
    {
        using var list = JsonDocument.Parse(Assert.Single(RemedyText.Advise(new Remedy.DenyByPolicy(["payments"])).Commands).Input!);
        return Assert.Single(ValidatingPolicyEngine.Compile(new PolicyObjects(list.RootElement.Clone().GetProperty("items").EnumerateArray()), minor));
    }

    private static NamespaceTarget Namespace(string name) => new(name, ImmutableDictionary<string, string>.Empty, []);
}
