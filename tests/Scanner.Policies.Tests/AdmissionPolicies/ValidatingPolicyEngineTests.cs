using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.AdmissionPolicies;

public sealed class ValidatingPolicyEngineTests
{
    private const string Rules = """{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods/ephemeralcontainers"]}]}""";

    private const string Policy = $$$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"p"},
         "spec":{"matchConstraints":{{{Rules}}},"validations":[{"expression":"false","message":"no"}]}}
        """;

    private const string Parameterised = $$$"""
        {"apiVersion":"admissionregistration.k8s.io/v1beta1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"p"},
         "spec":{"paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"matchConstraints":{{{Rules}}},
                 "validations":[{"expression":"params.data.allowed == 'yes'","messageExpression":"'by ' + params.metadata.name"}]}}
        """;

    [Fact]
    public void EachBinding_DecidesByItself() => Assert.Equal(
        "deny: Denied: no | warn: Reported: no (Warn) | other: NotMatched: binding other: its namespaceSelector does not select the namespace",
        Decide(Json.Objects(
            Policy,
            Binding("deny", """{"policyName":"p","validationActions":["Deny"]}"""),
            Binding("warn", """{"policyName":"p","validationActions":["Warn"]}"""),
            Binding("elsewhere", """{"policyName":"q","validationActions":["Deny"]}"""),
            Binding("other", """{"policyName":"p","validationActions":["Deny"],"matchResources":{"namespaceSelector":{"matchLabels":{"team":"other"}}}}"""))));

    [Fact]
    public void NoBinding_HasNoEffect() => Assert.Equal("NotMatched: no binding", Decide(Json.Objects(_ => true, Policy)));

    [Fact]
    public void BindingsThatMayNotBeRead_AreUnknown() => Assert.Equal("Unknown: the bindings of p", Decide(Json.Objects(Policy)));

    [Theory]
    [InlineData("""{"name":"limits"}""", "b: Denied: by limits")]
    [InlineData("""{"name":"limits","namespace":"kube-system"}""", "b: Allowed")]
    [InlineData("""{"name":"absent","parameterNotFoundAction":"Deny"}""", "b: Failed: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction, denied")]
    [InlineData("""{"name":"absent","parameterNotFoundAction":"Allow"}""", "b: Allowed")]
    [InlineData("""{"selector":{"matchLabels":{"for":"policy"}},"parameterNotFoundAction":"Allow"}""", "b: Denied: by strict")]
    [InlineData("""{"selector":{},"namespace":"kube-system"}""", "b: Allowed")]
    public void Parameters_AreFoundByNameAndSelector(string reference, string expected) =>
        Assert.Equal(expected, Decide(Json.Objects(Parameterised, BoundTo(reference), Map("shop", "limits", "no"), Map("kube-system", "limits", "yes"), Map("shop", "strict", "no", "policy"))));

    /// <summary>What is wrong with the configuration denies, though the binding only warns.</summary>
    [Fact]
    public void MissingParameter_OfABindingThatWarns_Denies() => Assert.StartsWith(
        "b: Failed: failed to configure binding:",
        Decide(Json.Objects(_ => true, Parameterised, BoundTo("""{"name":"absent","parameterNotFoundAction":"Deny"}""", "Warn"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"name":"limits"}""", "Deny", "b: Unknown: ConfigMap shop/limits, a parameter of it")]
    [InlineData("""{"selector":{}}""", "Deny", "b: Unknown: objects of kind ConfigMap, its parameters")]
    [InlineData("""{"name":"limits"}""", "Audit", "b: Unknown: ConfigMap shop/limits, a parameter of it (cannot deny)")]
    [InlineData("""{"name":"limits","parameterNotFoundAction":"Deny"}""", "Audit", "b: Unknown: ConfigMap shop/limits, a parameter of it")]
    public void ParametersThatMayNotBeRead_AreUnknown(string reference, string action, string expected) =>
        Assert.Equal(expected, Decide(Json.Objects(kind => kind != "ConfigMap", Parameterised, BoundTo(reference, action))));

    [Theory]
    [InlineData("Cluster", """{"name":"x","namespace":"shop"}""", "b: Failed: failed to configure binding: paramRef.namespace must not be provided for a cluster-scoped `paramKind`, denied")]
    [InlineData("Namespaced", """{"name":"x","parameterNotFoundAction":"Allow"}""", "b: Allowed")]
    public void ScopeOfParameters_IsThatOfTheirKind(string scope, string reference, string expected) => Assert.Equal(expected, Decide(Json.Objects(
        _ => true,
        $$$"""{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","spec":{"group":"acme.io","names":{"kind":"Limit"},"scope":"{{{scope}}}"}}""",
        Parameterised.Replace("\"v1\",\"kind\":\"ConfigMap\"", "\"acme.io/v1\",\"kind\":\"Limit\"", StringComparison.Ordinal),
        BoundTo(reference))));

    [Theory]
    [InlineData("namespaceObject.metadata.annotations.owner == 'x'", "b: Allowed")]
    [InlineData("namespaceObject.metadata.labels.team == 'shop'", "b: Allowed")]
    [InlineData("namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'shop'", "b: Allowed")]
    [InlineData("has(namespaceObject.metadata.managedFields)", "b: Failed: validation: 1:1: undefined field 'managedFields', denied")]
    public void NamespaceObject_IsTheOneThatIsKnown(string expression, string expected) => Assert.Equal(expected, Decide(Json.Objects(
        """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","annotations":{"owner":"x"},"managedFields":[]}}""",
        Policy.Replace("\"false\"", $"\"{expression}\"", StringComparison.Ordinal),
        Binding("b", """{"policyName":"p","validationActions":["Deny"]}"""))));

    [Theory]
    [InlineData("team", "b: Unknown: the labels of namespace shop")]
    [InlineData("kubernetes.io/metadata.name", "b: NotMatched: binding b: its namespaceSelector does not select the namespace")]
    public void LabelsOfNamespaceNotKnown(string key, string expected)
    {
        var selecting = $$$"""{"policyName":"p","validationActions":["Deny"],"matchResources":{"namespaceSelector":{"matchLabels":{"{{{key}}}":"other"} } } }""";
        var policy = Assert.Single(ValidatingPolicyEngine.Compile(Json.Objects(Policy, Binding("b", selecting)), 36));
        var request = Request() with { NamespaceLabels = new Dictionary<string, string>(), AreNamespaceLabelsKnown = false };
        Assert.Equal(expected, DecisionText.Of(policy.Decide(request)));
    }

    /// <summary>Objects that are served in several versions match rules of any of them, unless the policy wants the very version.</summary>
    [Theory]
    [InlineData("v2", "Equivalent", "b: Denied: no")]
    [InlineData("v1", "Equivalent", "b: Unknown: the object as autoscaling/v1 has it")]
    [InlineData("v1", "Exact", "b: NotMatched: no rule covers UPDATE of horizontalpodautoscalers")]
    [InlineData("v2beta2", "Equivalent", "b: NotMatched: no rule covers UPDATE of horizontalpodautoscalers")]
    public void MatchPolicy(string version, string matchPolicy, string expected)
    {
        var rules = $$"""{"matchPolicy":"{{matchPolicy}}","resourceRules":[{"apiGroups":["autoscaling"],"apiVersions":["{{version}}"],"operations":["*"],"resources":["*"]}]}""";
        var objects = Json.Objects(Policy.Replace(Rules, rules, StringComparison.Ordinal), Binding("b", """{"policyName":"p","validationActions":["Deny"]}"""));
        var request = Request() with
        {
            Kind = new GroupVersionKind("autoscaling", "v2", "HorizontalPodAutoscaler"),
            Resource = new GroupVersionResource("autoscaling", "v2", "horizontalpodautoscalers"),
            SubResource = "",
        };
        Assert.Equal(expected, DecisionText.Of(Assert.Single(ValidatingPolicyEngine.Compile(objects, 36)).Decide(request)));
    }

    private static string Decide(PolicyObjects objects) => DecisionText.Of(Assert.Single(ValidatingPolicyEngine.Compile(objects, 36)).Decide(Request()));

    private static string Binding(string name, string spec) =>
        $$$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"{{{name}}}"},"spec":{{{spec}}} }""";

    private static string BoundTo(string reference, string action = "Deny") =>
        Binding("b", $$$"""{"policyName":"p","validationActions":["{{{action}}}"],"paramRef":{{{reference}}} }""");

    private static string Map(string space, string name, string allowed, string label = "") =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","labels":{"for":"{{{label}}}"}},"data":{"allowed":"{{{allowed}}}"}}""";

    private static AdmissionRequest Request() => PodRequests.Make(
        Json.Of("""{"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"app","image":"a"}]}}"""),
        Json.Of("""{"name":"dbg"}"""),
        RequestChannel.Ephemeral,
        new Dictionary<string, string> { ["team"] = "shop" },
        new RequestUser("eve", ["dev"]));
}
