using Scanner.Policies.Coverage;
using Scanner.Policies.Engines;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Engines;

public sealed class ServerEngineTests
{
    private const string Constraints = """{"apiVersion":"security.openshift.io/v1","kind":"SecurityContextConstraints","metadata":{"name":"restricted-v2"}}""";
    private const string Psp = """{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"restricted"}}""";

    [Theory]
    [InlineData("shop", "", "Unknown: it depends on what is not known: which security context constraints the service account and the user may use")]
    [InlineData("kube-system", "", "NotRelevant: namespace kube-system is exempt from security context constraints")]
    [InlineData("shop", "1", "NotRelevant: the label openshift.io/run-level exempts the namespace from security context constraints")]
    public void Constraints_JudgeByWhatOnlyTheServerKnows(string space, string runLevel, string expected) =>
        Assert.Equal(expected, Judge(Constraints, 31, space, runLevel.Length > 0 ? new Dictionary<string, string> { ["openshift.io/run-level"] = runLevel } : []));

    [Theory]
    [InlineData(24, "NotMatched: it judges pods; PodSecurityPolicy never judges a subresource of pods")]
    [InlineData(25, "")]
    public void PodSecurityPolicy_NeverSeesEphemeralContainers(int minor, string expected) => Assert.Equal(expected, Judge(Psp, minor, "shop", []));

    private static string Judge(string objects, int minor, string space, Dictionary<string, string> labels) => ServerEngine.Compile(Json.Objects(objects), minor)
        .Select(p => ClusterCoverage.Of([p], [new NamespaceTarget(space, labels, [])], new RequestUser("eve", [])).Single())
        .Select(c => $"{c.Coverage}: {c.Reason}").SingleOrDefault() ?? "";
}
