using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Coverage;

/// <summary>A policy that reads nothing of containers guards none, whatever it is that is not known of it.</summary>
public sealed class ReadsNoContainersTests
{
    private const string Map = """ "context":[{"name":"map","configMap":{"name":"teams","namespace":"default"} }],""";
    private const string Unknown = """{"deny":{"conditions":{"any":[{"key":"{{ request.object.spec.schedulerName || '' }}","operator":"AnyIn","value":"{{ map.data.names }}"}]} } }""";

    [Theory]
    [InlineData("", Map, CoverageKind.NotRelevant)]
    [InlineData("\"preconditions\":{\"any\":[{\"key\":\"{{ request.operation }}\",\"operator\":\"Equals\",\"value\":\"CREATE\"}]},", Map, CoverageKind.NotRelevant)]
    [InlineData("\"preconditions\":{\"any\":[{\"key\":\"{{ request.operation }}\",\"operator\":\"Equals\",\"value\":\"UPDATE\"}]},", Map, CoverageKind.Unknown)]
    [InlineData("\"preconditions\":{\"any\":[{\"key\":\"{{ length(request.object.spec.containers) }}\",\"operator\":\"GreaterThan\",\"value\":0}]},", Map, CoverageKind.Unknown)]
    public void WhatIsNotKnown(string preconditions, string context, CoverageKind expected) =>
        Assert.Equal(expected, Judge(Kyverno.Policies.Cluster(Unknown, context + preconditions)).Coverage);

    /// <summary>No change of labels makes this pod accepted; what is said of it is said of every pod.</summary>
    [Fact]
    public void WhatNoPodCompliesWith() => Assert.StartsWith(
        "it reads nothing of containers; besides, it refuses the pod itself",
        Judge(Kyverno.Policies.Cluster("""{"allowExistingViolations":false,"pattern":{"spec":{"schedulerName":"?*-own"} } }""")).Reason,
        StringComparison.Ordinal);

    private static PolicyCoverage Judge(string policy) =>
        Assert.Single(ClusterCoverage.Of(KyvernoEngine.Compile(Kyverno.Policies.Objects(policy), 36), [], new RequestUser("dev", [])));
}
