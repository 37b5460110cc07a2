using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Coverage;

/// <summary>What a reason says beside what decided.</summary>
public sealed class CoverageReasonTests
{
    private const string Privileged = """{"message":"no","pattern":{"spec":{"=(ephemeralContainers)":[{"=(securityContext)":{"=(privileged)":"false"} }]} } }""";

    /// <summary>Kyverno advises to move to what does not see ephemeral containers by itself.</summary>
    [Fact]
    public void ClusterPolicyThatCovers_TellsWhatItsSuccessorNeeds()
    {
        var coverage = Judge(Kyverno.Policies.Cluster(Privileged));
        Assert.Equal(CoverageKind.Covered, coverage.Coverage);
        Assert.EndsWith("; " + ClusterPolicySuccessor.Note, coverage.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(ClusterPolicySuccessor.Note, Judge(Kyverno.Policies.Cluster(Privileged.Replace("ephemeralC", "initC", StringComparison.Ordinal))).Reason, StringComparison.Ordinal);
    }

    /// <summary>It is for nothing but ephemeral containers, so that no regular one tells that it misses them.</summary>
    [Fact]
    public void PolicyAgainstEphemeralContainers_ThatNeverSeesOne_IsSaid()
    {
        const string Policy = """
            {"apiVersion":"policies.kyverno.io/v1","kind":"ValidatingPolicy","metadata":{"name":"p"},"spec":{
             "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["pods"]}]},
             "validations":[{"expression":"object.spec.?ephemeralContainers.orValue([]).size() == 0","message":"none"}]} }
            """;
        var coverage = Judge(Policy);
        Assert.Equal(CoverageKind.NotRelevant, coverage.Coverage);
        Assert.Contains("; it would refuse every ephemeral container, but no rule covers UPDATE of pods/ephemeralcontainers", coverage.Reason, StringComparison.Ordinal);
    }

    private static PolicyCoverage Judge(string policy) =>
        Assert.Single(ClusterCoverage.Of(KyvernoEngine.Compile(Kyverno.Policies.Objects(policy), 36), [], new RequestUser("dev", [])));
}
