using System.Text.Json;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.AdmissionPolicies;

public sealed class PolicyEvaluationTests
{
    private const string Rules = """[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["pods","pods/ephemeralcontainers"]}]""";

    private const string Covering = """
        [{"expression":"variables.all.all(c, !c.?securityContext.?privileged.orValue(false))","messageExpression":"'%d containers'.format([size(variables.all)])"}]
        """;

    private const string All = """
        [{"name":"ephemeral","expression":"object.spec.?ephemeralContainers.orValue([])"},{"name":"all","expression":"object.spec.containers + variables.ephemeral"}]
        """;

    [Theory]
    [InlineData(RequestChannel.Regular, "Denied: 1 containers")]
    [InlineData(RequestChannel.Ephemeral, "Denied: 2 containers")]
    [InlineData(RequestChannel.EphemeralAsCreate, "Denied: 2 containers")]
    public void PolicyThatReadsEphemeralContainers(RequestChannel channel, string expected) =>
        Assert.Equal(expected, Decide($$"""{"matchConstraints":{"resourceRules":{{Rules}}},"variables":{{All}},"validations":{{Covering}}}""", channel));

    [Theory]
    [InlineData("request.operation == 'CREATE'", "NotMatched: its matchCondition c is false")]
    [InlineData("object.missing == 1", "Failed: no such key: missing, denied")]
    [InlineData("authorizer.requestResource.check('get').allowed()", "Unknown: authorizer")]
    [InlineData("authorizer.group('').resource('pods').check('get').allowed() && false", "NotMatched: its matchCondition c is false")]
    [InlineData("request.subResource == 'ephemeralcontainers' && request.dryRun && request.userInfo.groups.exists(g, g == 'dev')", "Denied: no")]
    [InlineData("request.unheardOf == ''", "Failed: matchCondition c: 1:8: undefined field 'unheardOf', denied")]
    [InlineData("object.spec.hostNetwork", "Failed: matchCondition c: must evaluate to bool but got dyn, denied")]
    [InlineData("namespaceObject.metadata.labels.team == 'shop'", "Denied: no")]
    [InlineData("has(namespaceObject.metadata.annotations)", "Unknown: namespaceObject.metadata.annotations")]
    [InlineData("namespaceObject.status.phase == 'Active'", "Unknown: namespaceObject.status")]
    [InlineData("namespaceObject.metadata.ownerReferences == []", "Failed: matchCondition c: 1:25: undefined field 'ownerReferences', denied")]
    public void MatchConditions(string condition, string expected) => Assert.Equal(expected, Decide(
        $$"""{"matchConstraints":{"resourceRules":{{Rules}}},"matchConditions":[{"name":"c","expression":"{{condition}}"}],"validations":[{"expression":"false","message":"no"}]}"""));

    /// <summary>What is not known does not matter where the policy would let the request through anyway.</summary>
    [Fact]
    public void UnknownCondition_OfAPolicyThatAllows() => Assert.Equal("Allowed", Decide(
        $$"""{"matchConstraints":{"resourceRules":{{Rules}}},"matchConditions":[{"name":"c","expression":"authorizer.requestResource.check('get').allowed()"}],"validations":[{"expression":"true"}]}"""));

    [Theory]
    [InlineData("false", "Denied: failed expression: false")]
    [InlineData("object.missing == 1", "Failed: expression 'object.missing == 1' resulted in error: no such key: missing, denied")]
    [InlineData("variables.broken == 1", "Failed: expression 'variables.broken == 1' resulted in error: composited variable \"broken\" fails to evaluate: no such key: none, denied")]
    [InlineData("oldObject == null", "Denied: failed expression: oldObject == null")]
    [InlineData("params == null", "Failed: validation: 1:1: undeclared reference to 'params' (in container ''), denied")]
    [InlineData("variables.later == 1", "Failed: validation: 1:10: undefined field 'later', denied")]
    [InlineData("1 == 1.0", "Failed: validation: 1:3: found no matching overload for '==' applied to '(int, double)', denied")]
    [InlineData("true || variables.broken == 1", "Allowed")]
    public void Validations(string expression, string expected) => Assert.Equal(expected, Decide(
        $$"""{"matchConstraints":{"resourceRules":{{Rules}}},"variables":[{"name":"broken","expression":"object.none.b"}],"validations":[{"expression":"{{expression}}"}]}"""));

    /// <summary>Each expression may cost a tenth of what all may cost together.</summary>
    [Theory]
    [InlineData(2, "Allowed")]
    [InlineData(40, "Failed: validation failed due to running out of cost budget, no further validation rules will be run, denied")]
    public void Validations_HaveABudgetTogether(int count, string expected)
    {
        const string costly = """{"expression":"[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, [1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, e > 0)))))"}""";
        Assert.Equal(expected, Decide($$"""{"matchConstraints":{"resourceRules":{{Rules}}},"validations":[{{string.Join(',', Enumerable.Repeat(costly, count))}}]}"""));
    }

    [Fact]
    public void FailurePolicyIgnore_LetsThrough() => Assert.Equal("Failed: expression 'object.missing == 1' resulted in error: no such key: missing, let through", Decide(
        $$"""{"failurePolicy":"Ignore","matchConstraints":{"resourceRules":{{Rules}}},"validations":[{"expression":"object.missing == 1"}]}"""));

    /// <summary>A message expression that fails, is empty or has several lines gives way to the message.</summary>
    [Theory]
    [InlineData("object.missing", "Denied: plain")]
    [InlineData("''", "Denied: plain")]
    [InlineData("'a\\\\nb'", "Denied: plain")]
    [InlineData("' computed '", "Denied: computed")]
    public void Messages(string expression, string expected) => Assert.Equal(expected, Decide(
        $$"""{"matchConstraints":{"resourceRules":{{Rules}}},"validations":[{"expression":"false","message":" plain ","messageExpression":"string({{expression}})"}]}"""));

    [Theory]
    [InlineData("""["Warn","Audit"]""", "Reported: no (Warn, Audit)")]
    [InlineData("""["Audit"]""", "Reported: no (Audit)")]
    [InlineData("""["Deny","Audit"]""", "Denied: no")]
    public void Actions(string actions, string expected) => Assert.Equal(expected, Decide(
        $$"""{"matchConstraints":{"resourceRules":{{Rules}}},"validations":[{"expression":"false","message":"no"}]}""", binding: $$"""{"validationActions":{{actions}}}"""));

    [Theory]
    [InlineData("""{"validationActions":["Deny"],"paramRef":{"name":"p","parameterNotFoundAction":"Deny"}}""", 0, "Failed: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction, denied")]
    [InlineData("""{"validationActions":["Deny"],"paramRef":{"name":"p","parameterNotFoundAction":"Allow"}}""", 0, "Allowed")]
    [InlineData("""{"validationActions":["Deny"],"paramRef":{"name":"p"}}""", 2, "Denied: at most 1")]
    [InlineData("""{"validationActions":["Deny"],"paramRef":{"name":"p"}}""", -1, "Unknown: params")]
    public void Parameters(string binding, int count, string expected)
    {
        var parameters = count < 0 ? ParameterSet.NotKnown("params") : new ParameterSet([.. Enumerable.Range(0, count).Select(i => CelTable.Of(("most", CelInt.Of(i))))]);
        Assert.Equal(expected, Decide(
            $$"""{"paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"matchConstraints":{"resourceRules":{{Rules}}},"validations":[{"expression":"params.most < 1","messageExpression":"'at most %d'.format([params.most])"}]}""",
            binding: binding,
            parameters: parameters));
    }

    [Fact]
    public void PodsOnly_DoesNotMatchTheSubresource() => Assert.Equal("NotMatched: no rule covers UPDATE of pods/ephemeralcontainers", Decide(
        """{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods"]}]},"validations":[{"expression":"false"}]}"""));

    private static string Decide(
        string spec, RequestChannel channel = RequestChannel.Ephemeral, string binding = """{"validationActions":["Deny"]}""", ParameterSet? parameters = null)
    {
        using var policy = JsonDocument.Parse($$$"""{"metadata":{"name":"p"},"spec":{{{spec}}}}""");
        using var bound = JsonDocument.Parse($$$"""{"metadata":{"name":"b"},"spec":{{{binding}}}}""");
        var compiled = CompiledPolicy.Of(AdmissionPolicyReader.ReadPolicy(policy.RootElement), 36);
        return DecisionText.Of(PolicyEvaluation.Evaluate(
            compiled, AdmissionPolicyReader.ReadBinding(bound.RootElement), Request(channel), parameters ?? ParameterSet.None));
    }

    private static AdmissionRequest Request(RequestChannel channel)
    {
        using var pod = JsonDocument.Parse("""{"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"app","image":"a"}]}}""");
        using var container = JsonDocument.Parse("""{"name":"dbg","image":"busybox","securityContext":{"privileged":true}}""");
        var labels = new Dictionary<string, string> { ["team"] = "shop" };
        return PodRequests.Make(pod.RootElement.Clone(), container.RootElement.Clone(), channel, labels, new RequestUser("eve", ["dev"]));
    }
}
