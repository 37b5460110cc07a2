using System.Text.Json;
using Scanner.Policies.MutatingPolicies;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.MutatingPolicies;

public sealed class MutatingPolicyTests
{
    private const string Strip =
        "Object{spec: Object.spec{ephemeralContainers: object.spec.ephemeralContainers.map(c, Object.spec.ephemeralContainers{name: c.name, securityContext: Object.spec.ephemeralContainers.securityContext{privileged: false}})}}";

    [Theory]
    [InlineData(Strip, "Allowed: x-1 privileged False user 1500")]
    [InlineData("Object{metadata: Object.metadata{labels: Object.metadata.labels{seen: 'yes'}}}", "Allowed: x-1 privileged True user 1500")]
    [InlineData("Object{spec: Object.spec{ephemeralContainers: [Object.spec.ephemeralContainers{name: 'other', image: 'b'}]}}", "Allowed: x-1 privileged True user 1500, other")]
    [InlineData("Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: 'a'}]}}", "Failed: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: tolerations, denied: x-1 privileged True user 1500")]
    [InlineData("Object{metadata: Object.metadata{labels: {'a': object.missing.b}}}", "Failed: expression 'Object{metadata: Object.metadata{labels: {'a': object.missing.b}}}' resulted in error: no such key: missing, denied: x-1 privileged True user 1500")]
    [InlineData("Object{?spec: optional.none()}", "Allowed: x-1 privileged True user 1500")]
    [InlineData("authorizer.requestResource.check('x').allowed() ? Object{} : Object{}", "Unknown: authorizer: x-1 privileged True user 1500")]
    [InlineData("nothing.like(this)", "Unknown: what a mutation does whose expression is not understood: 1:8: undeclared reference to 'like' (in container ''): x-1 privileged True user 1500")]
    public void ApplyConfiguration(string expression, string expected) => Assert.Equal(expected, Run(Policy($$$"""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"{{{expression}}}"}}""")));

    [Theory]
    [InlineData("[JSONPatch{op: 'replace', path: '/spec/ephemeralContainers/0/securityContext/privileged', value: false}]", "Allowed: x-1 privileged False user 1500")]
    [InlineData("[JSONPatch{op: 'remove', path: '/spec/ephemeralContainers/0'}]", "Allowed: ")]
    [InlineData("[JSONPatch{op: 'add', path: '/spec/ephemeralContainers/-', value: Object.spec.ephemeralContainers{name: 'other'}}]", "Allowed: x-1 privileged True user 1500, other")]
    [InlineData("[JSONPatch{op: 'test', path: '/metadata/name', value: 'other'}, JSONPatch{op: 'remove', path: '/spec/ephemeralContainers/0'}]", "Allowed: x-1 privileged True user 1500")]
    [InlineData("[JSONPatch{op: 'remove', path: '/spec/none'}]", "Failed: JSON Patch: the path /spec/none is not there, denied: x-1 privileged True user 1500")]
    [InlineData("[JSONPatch{op: 'move', from: '/spec/ephemeralContainers/0/securityContext/runAsUser', path: '/spec/priority'}]", "Allowed: x-1 privileged True")]
    [InlineData("[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a.b/c'), value: 'x'}]", "Allowed: x-1 privileged True user 1500")]
    [InlineData("has(object.spec.hostNetwork) ? [JSONPatch{op: 'remove', path: '/spec/hostNetwork'}] : []", "Allowed: x-1 privileged True user 1500")]
    public void Patch(string expression, string expected) => Assert.Equal(expected, Run(Policy($$$"""{"patchType":"JSONPatch","jsonPatch":{"expression":"{{{expression}}}"}}""")));

    /// <summary>A policy that fails open leaves the object as it was; the next mutation sees what the one before it made.</summary>
    [Theory]
    [InlineData("Ignore", "Allowed: x-1 privileged False user 1500")]
    [InlineData("Fail", "Failed: JSON Patch: the path /spec/none is not there, denied: x-1 privileged True user 1500")]
    public void FailurePolicy(string failurePolicy, string expected) => Assert.Equal(expected, Run(Policy(
        $$$"""{"patchType":"JSONPatch","jsonPatch":{"expression":"[JSONPatch{op: 'remove', path: '/spec/none'}]"}},{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"{{{Strip}}}"}}""",
        failurePolicy: failurePolicy)));

    [Theory]
    [InlineData("request.operation == 'CREATE'", "NotMatched: its matchCondition c is false: x-1 privileged True user 1500")]
    [InlineData("variables.strips", "Failed: matchCondition c: 1:1: undeclared reference to 'variables' (in container ''), denied: x-1 privileged True user 1500")]
    [InlineData("object.kind == 'Pod'", "Allowed: x-1 privileged False user 1500")]
    public void Conditions(string condition, string expected) => Assert.Equal(expected, Run(Policy(
        $$$"""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"{{{Strip}}}"}}""", $$$"""[{"name":"c","expression":"{{{condition}}}"}]""")));

    [Fact]
    public void PolicyWithoutBinding_ChangesNothing() => Assert.Equal(
        "NotMatched: no binding: x-1 privileged True user 1500",
        Run(Policy($$$"""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"{{{Strip}}}"}}"""), bound: "other"));

    private static string Policy(string mutations, string conditions = "[]", string failurePolicy = "Fail") => $$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicy","metadata":{"name":"p"},"spec":{
         "failurePolicy":"{{failurePolicy}}","matchConditions":{{conditions}},
         "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods/ephemeralcontainers"]}]},
         "mutations":[{{mutations}}]} }
        """;

    private static string Run(string policy, string bound = "p")
    {
        var binding = $$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicyBinding","metadata":{"name":"b"},"spec":{"policyName":"{{bound}}"} }""";
        var request = PodRequests.Make(
            MadeUpPod.In("shop"), ContainerVariants.Privileged.Container, RequestChannel.Ephemeral, new Dictionary<string, string>(), new RequestUser("eve", []));
        var (decision, changed) = Assert.Single(MutatingPolicyEngine.Compile(Json.Objects(policy, binding), 36)).Mutate(request);
        var containers = changed!.Value.GetProperty("spec").GetProperty("ephemeralContainers").EnumerateArray().Select(Describe);
        return $"{DecisionText.Of(decision)}: {string.Join(", ", containers)}";
    }

    private static string Describe(JsonElement container)
    {
        var text = container.GetProperty("name").GetString()!;
        if (!container.TryGetProperty("securityContext", out var context))
            return text;
        text += $" privileged {context.GetProperty("privileged").GetBoolean()}";
        return context.TryGetProperty("runAsUser", out var user) ? $"{text} user {user}" : text;
    }
}
