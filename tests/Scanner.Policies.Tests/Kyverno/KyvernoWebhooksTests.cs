using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>The webhook that Kyverno has registered decides what it is asked about, with its selectors and its conditions.</summary>
public sealed class KyvernoWebhooksTests
{
    private const string Deny = """{"message":"no","allowExistingViolations":false,"deny":{}}""";

    private const string Privileged = """{"name":"dbg","image":"b","securityContext":{"privileged":true} }""";

    private const string Valid = """
        {"apiVersion":"policies.kyverno.io/v1","kind":"ValidatingPolicy","metadata":{"name":"p"},"spec":{"validations":[{"expression":"false","message":"no"}],
         "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["UPDATE"],"resources":["pods/ephemeralcontainers"]}]} } }
        """;

    [Theory]
    [InlineData("", "Denied")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"request.userInfo.username == 'dev'"}]""", "Denied")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"object.none == 1"}]""", "Failed")]
    [InlineData(""","failurePolicy":"Ignore","matchConditions":[{"name":"c","expression":"object.none == 1"}]""", "NotMatched: webhook validate.kyverno.svc-fail: no such key: none, and failurePolicy is Ignore")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"request.userInfo.username != 'dev'"}]""", "NotMatched: webhook validate.kyverno.svc-fail: its matchCondition c is false")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"authorizer.group('').resource('pods').check('get').allowed()"}]""", "Unknown")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"not CEL"}]""", "Unknown")]
    [InlineData(""","objectSelector":{"matchLabels":{"app":"other"} }""", "NotMatched: webhook validate.kyverno.svc-fail: its objectSelector does not select the object")]
    public void Webhook_DecidesWhatIsAsked(string fields, string expected)
    {
        foreach (var policy in (string[])[Policies.Cluster(Deny), Valid])
        {
            var decision = Policies.Decide(policy, Privileged, RequestChannel.Ephemeral, Registration(fields));
            var text = decision is PolicyDecision.NotMatched not ? $"NotMatched: {not.Why}" : decision.GetType().Name;
            Assert.Equal(expected.Replace("validate.", policy == Valid ? "vpol.validate." : "validate.", StringComparison.Ordinal), text);
        }
    }

    /// <summary>What does not deny needs no answer to whether it is asked.</summary>
    [Fact]
    public void UnknownCondition_OfAPolicyThatAllows_IsAllowed() => Assert.IsType<PolicyDecision.Allowed>(Policies.Decide(
        Policies.Cluster("""{"pattern":{"kind":"Pod"} }"""), Privileged, RequestChannel.Ephemeral,
        Registration(""","matchConditions":[{"name":"c","expression":"authorizer.group('').resource('pods').check('get').allowed()"}]""")));

    [Theory]
    [InlineData("""{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["shop"]}""", "the namespaceSelector of webhook validate.kyverno.svc-fail")]
    [InlineData("""{"key":"env","operator":"In","values":["prod"]}""", null)]
    public void Exemption_IsWhatASelectorLeavesOut(string expression, string? expected)
    {
        var registration = Registration($$$""","namespaceSelector":{"matchExpressions":[{{{expression}}}]}""");
        var decision = Assert.IsType<PolicyDecision.NotMatched>(Policies.Decide(Policies.Cluster(Deny), Privileged, RequestChannel.Ephemeral, registration));
        Assert.Equal(expected, decision.Exemption);
        var policy = Assert.IsType<IScopedPolicy>(Assert.Single(KyvernoEngine.Compile(Policies.Objects(Policies.Cluster(Deny), registration), 36)), exactMatch: false);
        Assert.False(policy.MayBeFor("shop", new Dictionary<string, string>(), areLabelsKnown: true));
        Assert.Equal(expected is null, policy.ExemptionOf("shop", new Dictionary<string, string>()) is null);
    }

    private static string Registration(string fields) => $$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"kyverno-resource-validating-webhook-cfg"},
         "webhooks":[{{Webhook("validate.kyverno.svc-fail", fields)}},{{Webhook("vpol.validate.kyverno.svc-fail", fields)}}]}
        """;

    private static string Webhook(string name, string fields) => $$"""
        {"name":"{{name}}","sideEffects":"NoneOnDryRun","rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods","pods/ephemeralcontainers"]}]{{fields}}}
        """;
}
