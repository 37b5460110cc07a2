using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Coverage;

/// <summary>One policy for each answer that the differences between requests can give.</summary>
public sealed class CoverageJudgeTests
{
    private const string Everything = """["pods","pods/ephemeralcontainers"]""";
    private const string Read = "(object.spec.containers + object.spec.?ephemeralContainers.orValue([])).all(c, c.?securityContext.?privileged.orValue(false) == false)";
    private const string NotRead = "object.spec.containers.all(c, c.?securityContext.?privileged.orValue(false) == false)";

    [Theory]
    [InlineData(Read, Everything, "Covered: denies privileged containers (b): no")]
    [InlineData(Read, """["pods"]""", "NotMatched: denies privileged containers of regular containers (b): no; no rule covers UPDATE of pods/ephemeralcontainers")]
    [InlineData(NotRead, Everything, "NotRead: denies privileged containers of regular containers (b): no; it sees the pod, but does not read spec.ephemeralContainers")]
    [InlineData("request.operation != 'CREATE' || " + Read, Everything, "SkipsUpdate: denies privileged containers of regular containers (b): no; it would deny an ephemeral container as well if it came with the creation of a pod, but lets updates pass")]
    [InlineData("!has(object.spec.ephemeralContainers)", """["pods/*"]""", "Covered: refuses every ephemeral container (b): no")]
    [InlineData("object.spec.?hostNetwork.orValue(false) == false", Everything, "NotRelevant: it denies none of 18 settings of containers")]
    [InlineData("true", """["services"]""", "NotRelevant: no rule covers CREATE of pods")]
    [InlineData("authorizer.requestResource.check('x').allowed() || " + Read, Everything, "Unknown: it depends on what is not known: authorizer (b)")]
    [InlineData("!authorizer.requestResource.check('x').allowed() && " + Read, Everything, "Covered: denies privileged containers (b): no")]
    [InlineData("object.spec.ephemeralContainers[0].image != ''", """["pods"]""", "Unknown: it fails: expression 'object.spec.ephemeralContainers[0].image != ''' resulted in error: no such key: ephemeralContainers (b)")]
    [InlineData("'owner' in object.metadata.labels", """["pods"]""", "Unknown: it refuses a pod that complies with everything, so that what it says of containers cannot be told (b): no")]
    public void OneValidation(string expression, string resources, string expected) => Assert.Equal(expected, Judge([expression], resources));

    /// <summary>The server reports the first validation that fails only: those behind it are asked too.</summary>
    [Theory]
    [InlineData(Read, Everything, "Covered: denies privileged containers (b): no")]
    [InlineData(NotRead, Everything, "NotRead: denies privileged containers of regular containers (b): no; it sees the pod, but does not read spec.ephemeralContainers")]
    public void ValidationBehindAnotherThatFails(string expression, string resources, string expected) =>
        Assert.Equal(expected, Judge(["request.operation != 'CREATE' || 'owner' in object.metadata.labels", expression], resources));

    [Fact]
    public void SeveralSettings_AreCounted()
    {
        var coverage = Policy("c.?image.orValue('').startsWith('ghcr.io/') && has(c.securityContext) && c.securityContext.?runAsNonRoot.orValue(false)");
        Assert.Equal((CoverageKind.Covered, true), (coverage.Coverage, coverage.IsEnforced));
        Assert.Equal("root bare registry", string.Join(' ', coverage.Variants));
        Assert.Equal("denies root and 2 other settings (b): no", coverage.Reason);
        TargetCoverage Policy(string condition) => Coverage([$"object.spec.?ephemeralContainers.orValue([]).all(c, {condition})"], """["pods/*"]""", "Deny");
    }

    [Fact]
    public void WhatIsOnlyReported_IsCoveredAndNotEnforced()
    {
        var coverage = Coverage([Read], Everything, "Audit");
        Assert.Equal((CoverageKind.Covered, false, "reports privileged containers (b): no"), (coverage.Coverage, coverage.IsEnforced, coverage.Reason));
    }

    private static string Judge(ImmutableArray<string> expressions, string resources) =>
        Coverage(expressions, resources, "Deny") is var coverage ? $"{coverage.Coverage}: {coverage.Reason}" : "";

    private static TargetCoverage Coverage(ImmutableArray<string> expressions, string resources, string action)
    {
        var validations = string.Join(',', expressions.Select(e => $$"""{"expression":"{{e}}","message":"no"}"""));
        var objects = Json.Objects(
            $$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"p"},"spec":{
             "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":{{resources}} }]},
             "validations":[{{validations}}]} }
            """,
            $$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"b"},"spec":{"policyName":"p","validationActions":["{{action}}"]} }""");
        var policy = Assert.Single(ValidatingPolicyEngine.Compile(objects, 36));
        return CoverageJudge.Judge(policy, VariantRequests.Of(MadeUpPod.In("shop"), new Dictionary<string, string>(), new RequestUser("eve", [])));
    }
}
