using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Tests.Coverage;

/// <summary>The policies and webhooks of the sample cluster.</summary>
public sealed class ScenarioCoverageTests
{
    private static readonly Lazy<Dictionary<string, PolicyCoverage>> s_coverage = new(() => Judge().ToDictionary(c => c.Name));

    [Theory]
    [InlineData("no-privileged", "Covered enforced in vap-deny")]
    [InlineData("no-privileged-pods-only", "NotMatched enforced in -")]
    [InlineData("no-privileged-audit", "Covered reported in -")]
    [InlineData("no-privileged-warn", "Covered reported in -")]
    [InlineData("broken", "Covered enforced in vap-error")]
    [InlineData("hook-gap", "NotMatched enforced in -")]
    [InlineData("hook-deny", "Unknown reported in -")]
    [InlineData("hook-blind", "Unknown reported in -")]
    [InlineData("hook-deny-ephemeral", "Unknown reported in -")]
    [InlineData("hook-down-ignore", "Unknown reported in -")]
    [InlineData("hook-strip", "Unknown reported in -")]
    public void Policy(string name, string expected)
    {
        var coverage = s_coverage.Value[name];
        var where = coverage.EnforcedNamespaces.IsEmpty ? "-" : string.Join(',', coverage.EnforcedNamespaces);
        Assert.Equal(expected, $"{coverage.Coverage} {(coverage.IsEnforced ? "enforced" : "reported")} in {where}");
    }

    [Theory]
    [InlineData("no-privileged", "denies privileged containers (no-privileged): privileged containers are not allowed")]
    [InlineData("no-privileged-pods-only", "denies privileged containers of regular containers (no-privileged-pods-only): privileged containers are not allowed; no rule covers UPDATE of pods/ephemeralcontainers")]
    [InlineData("hook-gap", "it judges pods; webhook hook-gap.scenario.test: no rule covers UPDATE of pods/ephemeralcontainers")]
    [InlineData("hook-deny", "it depends on what is not known: what the webhook hook-deny.scenario.test would say (hook-deny.scenario.test)")]
    public void Reason(string name, string expected) => Assert.Equal(expected, s_coverage.Value[name].Reason);

    /// <summary>A policy is known by what it would do in a namespace that it is for, though there is none.</summary>
    [Fact]
    public void PolicyForNoNamespace_IsKnownByAMadeUpOne()
    {
        var coverage = ClusterCoverage.Of([Policies().First(p => p.Identity.Name == "no-privileged")], [Namespace("other")], new RequestUser("eve", [])).Single();
        Assert.Equal((CoverageKind.Covered, true, 0), (coverage.Coverage, coverage.IsEnforced, coverage.EnforcedNamespaceCount));
    }

    [Fact]
    public void Namespaces_AreCountedBeyondThoseListed()
    {
        var namespaces = Enumerable.Range(0, 1200).Select(i => Namespace($"n{i:0000}", ("vap", i % 6 == 0 ? "gap" : "deny"))).ToList();
        var policy = new CountingPolicy((IScopedPolicy)Policies().First(p => p.Identity.Name == "no-privileged"));
        var coverage = ClusterCoverage.Of([policy], namespaces, new RequestUser("eve", [])).Single();
        Assert.Equal((1000, 1000, "n0001"), (coverage.EnforcedNamespaceCount, coverage.EnforcedNamespaces.Length, coverage.EnforcedNamespaces[0]));
        // Two kinds of namespaces, each asked about every variant through the channels that matter.
        Assert.InRange(policy.Asked, 19, 2 * 3 * 19);
    }

    /// <summary>A policy that does not say what it reads gets the same answer, for more questions.</summary>
    [Fact]
    public void PolicyWithoutScope_IsAskedInEachNamespace()
    {
        var namespaces = Enumerable.Range(0, 90).Select(i => Namespace($"n{i:00}", ("vap", i % 3 == 0 ? "deny" : "gap"))).ToList();
        var scoped = Policies().First(p => p.Identity.Name == "no-privileged");
        var opaque = new OpaquePolicy(scoped);
        var user = new RequestUser("eve", []);
        Assert.Equal(ClusterCoverage.Of([scoped], namespaces, user).Single(), ClusterCoverage.Of([opaque], namespaces, user).Single());
    }

    private static IEnumerable<IPolicy> Policies() =>
        ValidatingPolicyEngine.Compile(Recorded.Cluster, 36).Concat(WebhookEngine.Compile(WebhookRegistry.Of(Recorded.Cluster, 36)));

    private static IEnumerable<PolicyCoverage> Judge()
    {
        var pods = Recorded.Pods.ToLookup(p => p.GetProperty("metadata").GetProperty("namespace").GetString());
        var namespaces = Recorded.Cluster.All("", "Namespace").Select(n =>
        {
            var name = n.GetProperty("metadata").GetProperty("name").GetString()!;
            return new NamespaceTarget(name, AdmissionRequest.LabelsOf(n), [.. pods[name].Select(p => new LabelledPod(p.GetProperty("metadata").GetProperty("name").GetString()!, PodLabels.Of(AdmissionRequest.LabelsOf(p), [])))]);
        });
        return ClusterCoverage.Of([.. Policies()], [.. namespaces], new RequestUser("admin", ["system:masters"]));
    }

    private static NamespaceTarget Namespace(string name, params (string Key, string Value)[] labels) =>
        new(name, labels.ToDictionary(l => l.Key, l => l.Value), []);

    private sealed class CountingPolicy(IScopedPolicy policy) : IScopedPolicy
    {
        public int Asked { get; private set; }

        public PolicyIdentity Identity => policy.Identity;

        public PolicyScope Scope => policy.Scope;

        public System.Collections.Immutable.ImmutableArray<RuleDecision> Decide(AdmissionRequest request)
        {
            Asked++;
            return policy.Decide(request);
        }
    }

    private sealed class OpaquePolicy(IPolicy policy) : IPolicy
    {
        public PolicyIdentity Identity => policy.Identity;

        public System.Collections.Immutable.ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => policy.Decide(request);
    }
}
