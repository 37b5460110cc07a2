using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Admission.Policies;

namespace Scanner.Simulator.Tests.Admission;

public sealed class ValidatingPolicyTests
{
    private const string Matching = """{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["UPDATE"],"resources":["pods/ephemeralcontainers"]}]}""";

    [Theory]
    [InlineData("""{"expression":" false "}""", 422, "Invalid", "failed expression: false")]
    [InlineData("""{"expression":"false","message":"no"}""", 422, "Invalid", "no")]
    [InlineData("""{"expression":"false","message":"no","reason":"Forbidden"}""", 403, "Forbidden", "no")]
    [InlineData("""{"expression":"false","message":"no","reason":"RequestEntityTooLarge"}""", 413, "RequestEntityTooLarge", "no")]
    [InlineData("""{"expression":"false","message":"no","messageExpression":"text"}""", 422, "Invalid", "said by text")]
    [InlineData("""{"expression":"error","message":"no","reason":"Forbidden"}""", 422, "Invalid", "expression 'error' resulted in error: no such key: x")]
    public async Task ValidateAsync_Deny_CodeReasonAndText(string validation, int code, string reason, string text)
    {
        var refusal = (await Chain(validation, "Deny").ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None)).Refusal!;
        var denied = $"ValidatingAdmissionPolicy 'p' with binding 'b' denied request: {text}";
        Assert.Equal((code, reason, $"pods \"web\" is forbidden: {denied}"), (refusal.Code, refusal.Body.Text("reason"), refusal.Body.Text("message")));
        Assert.Equal(new JsonObject { ["message"] = denied }.ToJsonString(), refusal.Body["details"]!["causes"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData("Warn", "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': no")]
    [InlineData("Audit", null)]
    public async Task ValidateAsync_OtherActions_Admit(string action, string? warning)
    {
        var answer = await Chain("""{"expression":"false","message":"no"}""", action).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        Assert.Null(answer.Refusal);
        Assert.Equal(warning is null ? [] : [warning], answer.Warnings.ToArray());
    }

    [Theory]
    [InlineData("error", "Ignore", false)]
    [InlineData("unregistered", "Ignore", false)]
    [InlineData("unregistered", "Fail", true)]
    [InlineData("true", "Fail", false)]
    public async Task ValidateAsync_FailurePolicy_DecidesOnErrors(string expression, string failurePolicy, bool refused)
    {
        var chain = Chain($$"""{"expression":"{{expression}}"}""", "Deny", $$""","failurePolicy":"{{failurePolicy}}" """);
        Assert.Equal(refused, (await chain.ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None)).Refusal is not null);
    }

    [Theory]
    [InlineData(KubernetesVersion.V1_25, true, false)]
    [InlineData(KubernetesVersion.V1_28, false, false)]
    [InlineData(KubernetesVersion.V1_28, true, true)]
    [InlineData(KubernetesVersion.V1_30, false, true)]
    public async Task ValidateAsync_Version_DecidesWhetherPoliciesAreRead(KubernetesVersion version, bool beta, bool refused)
    {
        var chain = new AdmissionChain(Cluster("""{"expression":"false"}""", "Deny"), new AdmissionPlugins { BetaAdmissionPolicies = beta }, version);
        Assert.Equal(refused, (await chain.ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None)).Refusal is not null);
    }

    [Theory]
    [InlineData(""","paramRef":{"name":"on","parameterNotFoundAction":"Deny"}""", null)]
    [InlineData(""","paramRef":{"name":"off","parameterNotFoundAction":"Deny"}""", "said off")]
    [InlineData(""","paramRef":{"selector":{"matchLabels":{"side":"off"}},"parameterNotFoundAction":"Deny"}""", "said off")]
    [InlineData(""","paramRef":{"name":"ghost","parameterNotFoundAction":"Allow"}""", null)]
    [InlineData(
        ""","paramRef":{"name":"ghost","parameterNotFoundAction":"Deny"}""",
        "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction")]
    public async Task ValidateAsync_Parameters_AreFoundByNameOrSelector(string reference, string? text)
    {
        var cluster = Cluster("""{"expression":"params","message":"said off"}""", "Deny", ""","paramKind":{"apiVersion":"v1","kind":"ConfigMap"}""", reference);
        foreach (var name in new[] { "on", "off" })
            cluster.Add(Requests.Json($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","namespace":"ns","labels":{"side":"{{name}}"} } }"""));
        var answer = await new AdmissionChain(cluster, Plugins(), KubernetesVersion.V1_36).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        var denied = text is null ? null : $"pods \"web\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: {text}";
        Assert.Equal(denied, answer.Refusal?.Body.Text("message"));
    }

    [Fact]
    public async Task ValidateAsync_PolicyObjects_AreNeverJudged()
    {
        var request = Requests.PrivilegedProbe("") with { Group = "admissionregistration.k8s.io", Resource = "validatingadmissionpolicies", Subresource = "" };
        var cluster = Cluster("""{"expression":"false"}""", "Deny", matching: """{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"operations":["*"],"resources":["*"]}]}""");
        Assert.Null((await new AdmissionChain(cluster, Plugins(), KubernetesVersion.V1_36).ValidateAsync(request, CancellationToken.None)).Refusal);
    }

    private static AdmissionChain Chain(string validation, string action, string more = "") => new(Cluster(validation, action, more), Plugins(), KubernetesVersion.V1_36);

    private static AdmissionPlugins Plugins() => new AdmissionPlugins()
        .OnExpression("text", c => CelValue.Text("said by " + c.Expression))
        .OnExpression("params", c => CelValue.Of(c.Params.Object("metadata").Text("name") == "on"))
        .OnExpression("error", _ => CelValue.Error("no such key: x"));

    private static FakeCluster Cluster(string validation, string action, string policyMore = "", string bindingMore = "", string matching = Matching) => new FakeCluster()
        .AddNamespace("ns")
        .Add(Configuration("ValidatingAdmissionPolicy", "p", $$"""{ "matchConstraints":{{matching}},"validations":[{{validation}}]{{policyMore}} }"""))
        .Add(Configuration("ValidatingAdmissionPolicyBinding", "b", $$"""{ "policyName":"p","validationActions":["{{action}}"]{{bindingMore}} }"""));

    private static JsonObject Configuration(string kind, string name, string spec) =>
        Requests.Json($$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{kind}}","metadata":{"name":"{{name}}"},"spec":{{spec}} }""");
}
