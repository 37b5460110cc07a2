using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Tests.Webhooks;

public sealed class WebhookRegistryTests
{
    private const string Covering = """[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods","pods/ephemeralcontainers"]}]""";
    private const string PodsOnly = """[{"apiGroups":["*"],"apiVersions":["*"],"operations":["*"],"resources":["*"]}]""";

    [Theory]
    [InlineData("", "called")]
    [InlineData(""","failurePolicy":"Ignore" """, "called")]
    [InlineData(""","objectSelector":{"matchLabels":{"app":"other"}}""", "NotMatched: webhook w.acme.io: its objectSelector does not select the object")]
    [InlineData(""","namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["shop"]}]}""", "NotMatched: webhook w.acme.io: its namespaceSelector does not select the namespace")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"request.userInfo.username != 'eve'"}]""", "NotMatched: webhook w.acme.io: its matchCondition c is false")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"object.missing == 1"}]""", "Failed: webhook w.acme.io: no such key: missing, denied")]
    [InlineData(""","failurePolicy":"Ignore","matchConditions":[{"name":"c","expression":"object.missing == 1"}]""", "NotMatched: webhook w.acme.io: no such key: missing, and failurePolicy is Ignore")]
    [InlineData(""","matchConditions":[{"name":"c","expression":"authorizer.requestResource.check('x').allowed()"}]""", "Unknown: authorizer")]
    [InlineData(""","sideEffects":"Some","failurePolicy":"Ignore" """, "Failed: admission webhook \"w.acme.io\" does not support dry run, denied")]
    public void WhyNoAnswer(string fields, string expected) => Assert.Equal(expected, Why(Registry(Configuration(fields, Covering))));

    [Fact]
    public void RulesOfPodsAlone_AreNotOfTheSubresource() =>
        Assert.Equal("NotMatched: webhook w.acme.io: no rule covers UPDATE of pods/ephemeralcontainers", Why(Registry(Configuration("", PodsOnly))));

    /// <summary>Without slices of the Service every call fails; where slices may not be read, nobody can tell.</summary>
    [Theory]
    [InlineData("""{"ready":true}""", "Fail", "called")]
    [InlineData("{}", "Fail", "called")]
    [InlineData("""{"ready":false}""", "Fail", "Failed: failed calling webhook \"w.acme.io\": its service has no ready endpoint, denied")]
    [InlineData("""{"ready":false}""", "Ignore", "Failed: failed calling webhook \"w.acme.io\": its service has no ready endpoint, let through")]
    public void Backend(string conditions, string failurePolicy, string expected)
    {
        var slice = $$$"""{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"s","namespace":"acme","labels":{"kubernetes.io/service-name":"hooks"}},"endpoints":[{"conditions":{{{conditions}}} }]}""";
        var configuration = Configuration($$$""","failurePolicy":"{{{failurePolicy}}}","clientConfig":{"service":{"namespace":"acme","name":"hooks"}}""", Covering);
        Assert.Equal(expected, Why(Registry(configuration, slice)));
        Assert.Equal("called", Why(WebhookRegistry.Of(Json.Objects(configuration), 36)));
    }

    [Theory]
    [InlineData("validation.gatekeeper.sh", "any", "gatekeeper-webhook-service", "Gatekeeper", "Gatekeeper")]
    [InlineData("vpol.validate.kyverno.svc-fail-172fadee", "kyverno-resource-validating-webhook-cfg", "kyverno-svc", "Kyverno", "Kyverno")]
    [InlineData("clusterwide-privileged.kubewarden.admission", "clusterwide-privileged", "policy-server-default", "Kubewarden", "Kubewarden")]
    [InlineData("deny-privileged.example.com", "deny-privileged.example.com-x7f2k", "jspolicy", "Webhook", "jsPolicy")]
    [InlineData("datree-webhook-server.datree.svc", "datree-webhook", "datree-webhook-server", "Webhook", "Datree")]
    [InlineData("polaris.fairwinds.com", "polaris-validate-webhook", "polaris-webhook", "Webhook", "Polaris")]
    [InlineData("webhook.cert-manager.io", "cert-manager-webhook", "cert-manager-webhook", "Webhook", "")]
    public void Owner_IsToldByNames(string webhook, string configuration, string service, string engine, string product) =>
        Assert.Equal(new WebhookOwner(engine, product), WebhookOwner.Of(configuration, webhook, service, "", ""));

    [Fact]
    public void WhyNotAsked_OneWebhookThatIsCalledIsEnough()
    {
        var registry = Registry(Gatekeeper("a", PodsOnly), Gatekeeper("b", Covering));
        Assert.Null(registry.WhyNotAsked("Gatekeeper", Request()));
        Assert.Equal(new PolicyDecision.NotMatched("webhook validation.gatekeeper.sh: no rule covers UPDATE of pods/ephemeralcontainers"), registry.WhyNotAsked("Gatekeeper", Request(), w => w.Configuration == "a"));
        Assert.Equal(new PolicyDecision.NotMatched("no webhook of Kyverno is registered"), registry.WhyNotAsked("Kyverno", Request()));
        Assert.Equal(new PolicyDecision.Unknown("the webhooks of Kyverno"), WebhookRegistry.Of(Json.Objects(), 36).WhyNotAsked("Kyverno", Request()));
    }

    [Fact]
    public void WebhooksOfNobody_AreUnknownWhereTheyAreCalled()
    {
        var registry = Registry(Configuration("", Covering), Gatekeeper("a", Covering));
        var policy = Assert.Single(WebhookEngine.Compile(registry));
        Assert.Equal(new PolicyIdentity("Webhook", "ValidatingWebhookConfiguration", "", "hooks"), policy.Identity);
        Assert.Equal("w.acme.io: Unknown: what the webhook w.acme.io would say", DecisionText.Of(policy.Decide(Request())));
    }

    [Fact]
    public void ObjectsThatDecideAboutAdmission_AreExempt() => Assert.StartsWith(
        "NotMatched: webhook w.acme.io: objects that decide",
        Why(Registry(Configuration("", """[{"apiGroups":["*"],"apiVersions":["*"],"operations":["*"],"resources":["*/*"]}]""")), Request() with
        {
            Resource = new GroupVersionResource("admissionregistration.k8s.io", "v1", "validatingadmissionpolicies"),
            SubResource = "",
        }),
        StringComparison.Ordinal);

    private static string Why(WebhookRegistry registry, AdmissionRequest? request = null) =>
        Assert.Single(registry.All).WhyNoAnswer(request ?? Request()) is { } decision ? DecisionText.Of(decision) : "called";

    private static WebhookRegistry Registry(params string[] objects) => WebhookRegistry.Of(Json.Objects(_ => true, objects), 36);

    private static string Gatekeeper(string name, string rules) => Configuration("", rules)
        .Replace("w.acme.io", "validation.gatekeeper.sh", StringComparison.Ordinal).Replace("\"hooks\"", $"\"{name}\"", StringComparison.Ordinal);

    private static string Configuration(string fields, string rules) => $$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"hooks"},
         "webhooks":[{"name":"w.acme.io","sideEffects":"None","rules":{{rules}}{{fields}}}]}
        """.Replace("\"sideEffects\":\"None\",", fields.Contains("sideEffects", StringComparison.Ordinal) ? "" : "\"sideEffects\":\"None\",", StringComparison.Ordinal);

    private static AdmissionRequest Request() => PodRequests.Make(
        Json.Of("""{"metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"a"}]}}"""),
        Json.Of("""{"name":"dbg"}"""),
        RequestChannel.Ephemeral,
        new Dictionary<string, string>(),
        new RequestUser("eve", ["dev"]));
}
