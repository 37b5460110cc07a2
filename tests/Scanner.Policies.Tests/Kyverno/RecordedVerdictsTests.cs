using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>Every idiom and every gap that a real Kyverno 1.19.0 was asked about, with the words of its denials.</summary>
public sealed class RecordedVerdictsTests
{
    public static TheoryData<string, string> Probes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var space in RecordedCluster.Namespaces)
            {
                data.Add(space, "privileged");
                data.Add(space, "benign");
                data.Add(space, "regular-privileged");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Probes))]
    public void Denial_AsRecorded(string space, string probe)
    {
        var (request, denied) = RecordedCluster.Read(space, probe);
        var decisions = RecordedCluster.Policies.SelectMany(p => p.Decide(request).Select(d => (p.Identity, Rule: d))).ToList();
        Assert.DoesNotContain(decisions, d => d.Rule.Decision is PolicyDecision.Unknown or PolicyDecision.Failed);
        var expected = denied is null || denied.Contains("ValidatingAdmissionPolicy", StringComparison.Ordinal) ? null : denied.Split("denied the request: ")[1];
        Assert.Equal(expected, Text(request, decisions));
    }

    [Fact]
    public void GeneratedPolicy_DecidesInThePlaceOfTheOneItIsMadeOf()
    {
        foreach (var (space, kind) in (ReadOnlySpan<(string, string)>)[("ky-cel-generated", "ClusterPolicy"), ("ky-vpol-generated", "ValidatingPolicy")])
        {
            var (request, _) = RecordedCluster.Read(space, "privileged");
            var policy = Assert.Single(RecordedCluster.Policies, p => p.Identity.Name == space && p.Identity.Kind == kind);
            Assert.Contains("made a ValidatingAdmissionPolicy of it", Assert.IsType<PolicyDecision.NotMatched>(Assert.Single(policy.Decide(request)).Decision).Why, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ky-leftover", "pre-existing violations are allowed: Pod ky-leftover/web violates the rule already")]
    [InlineData("ky-existing", "pre-existing violations are allowed: Pod ky-existing/web violates the rule already")]
    [InlineData("ky-createonly", "its match wants CREATE, not UPDATE")]
    [InlineData("ky-vpol-pods", "no rule covers UPDATE of pods/ephemeralcontainers")]
    [InlineData("ky-excepted", "policy exceptions ky-excepted/let-debug")]
    [InlineData("ky-vpol-excepted", "policy exception: ky-vpol-excepted/let-debug")]
    public void Gap_IsExplained(string space, string why)
    {
        var (request, _) = RecordedCluster.Read(space, "privileged");
        var policy = Assert.Single(RecordedCluster.Policies, p => p.Identity.Name == space);
        Assert.Contains(why, Assert.IsType<PolicyDecision.NotMatched>(Assert.Single(policy.Decide(request)).Decision).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ky-audit", "Audit")]
    [InlineData("ky-override", "Audit")]
    [InlineData("ky-warn", "Warn")]
    [InlineData("ky-vpol-warn", "Warn")]
    [InlineData("ky-vpol-audit", "Audit")]
    public void NotEnforced_IsReported(string space, string action)
    {
        var (request, _) = RecordedCluster.Read(space, "privileged");
        var policy = Assert.Single(RecordedCluster.Policies, p => p.Identity.Name == space);
        Assert.Contains(action, Assert.IsType<PolicyDecision.Reported>(Assert.Single(policy.Decide(request)).Decision).Actions);
    }

    [Fact]
    public void ExcludedUser_IsLetThrough()
    {
        var (request, _) = RecordedCluster.Read("ky-excluded-user", "privileged");
        var policy = Assert.Single(RecordedCluster.Policies, p => p.Identity.Name == "ky-excluded-user");
        var decision = Assert.Single(policy.Decide(request with { User = new RequestUser("alice", ["system:authenticated"]) })).Decision;
        Assert.Contains("exclude", Assert.IsType<PolicyDecision.NotMatched>(decision).Why, StringComparison.Ordinal);
    }

    /// <summary>The two namespaces in which a mutation took <c>privileged</c> from the container, and no other.</summary>
    [Fact]
    public void Mutation_TakesPrivilegedAway()
    {
        var mutations = RecordedCluster.Policies.OfType<IMutatingPolicy>().ToList();
        foreach (var space in RecordedCluster.Namespaces)
        {
            var (request, _) = RecordedCluster.Read(space, "privileged");
            var changed = mutations.Select(m => m.Mutate(request)).Where(m => m.Decision is PolicyDecision.Allowed).ToList();
            Assert.Equal(space is "ky-mutate" or "ky-mpol" ? 1 : 0, changed.Count);
            Assert.All(changed, c => Assert.DoesNotContain("\"privileged\":true", c.Object!.Value.GetRawText(), StringComparison.Ordinal));
        }
    }

    private static string? Text(AdmissionRequest request, List<(PolicyIdentity Policy, RuleDecision Rule)> decisions)
    {
        var classic = KyvernoDenial.Text(request, decisions.Where(d => d.Policy.Kind is "ClusterPolicy" or "Policy"));
        return classic ?? decisions.Select(d => d.Rule.Decision).OfType<PolicyDecision.Denied>().Select(d => d.Message).FirstOrDefault();
    }
}
