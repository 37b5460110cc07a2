using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Admission.Policies;
using Scanner.Simulator.Tests.Admission;
using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Tests.Webhooks;

public sealed class WebhookDispatcherTests
{
    private const string Url = "https://127.0.0.1:1/hook";
    private const string ServiceUrl = "https://hook.tools.svc:443/validate";

    [Theory]
    [InlineData(403, "Forbidden", "[no-privileged] container probe must not be privileged", 403, "admission webhook \"w\" denied the request: [no-privileged] container probe must not be privileged")]
    [InlineData(400, null, "\n\nblocked", 400, "admission webhook \"w\" denied the request: \n\nblocked")]
    [InlineData(200, null, "odd", 400, "admission webhook \"w\" denied the request: odd")]
    [InlineData(0, "Forbidden", "", 400, "admission webhook \"w\" denied the request: Forbidden")]
    [InlineData(0, null, "", 400, "admission webhook \"w\" denied the request without explanation")]
    public async Task ValidateAsync_Denial_CodeAndText(int code, string? reason, string message, int expectedCode, string expected)
    {
        var refusal = (await ValidateAsync(_ => WebhookAnswer.Deny(code, message, reason))).Refusal!;
        Assert.Equal((expectedCode, expected, reason), (refusal.Code, refusal.Body.Text("message"), refusal.Body.Text("reason")));
        Assert.Null(refusal.Body["details"]);
    }

    [Theory]
    [InlineData("unreachable", "failed to call webhook: Post \"https://127.0.0.1:1/hook?timeout=3s\": dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData("slow", "failed to call webhook: Post \"https://127.0.0.1:1/hook?timeout=3s\": context deadline exceeded")]
    [InlineData("500", "failed to call webhook: an error on the server (\"\") has prevented the request from succeeding")]
    [InlineData("404", "failed to call webhook: the server could not find the requested resource")]
    [InlineData("malformed", "received invalid webhook response: nonsense")]
    public async Task ValidateAsync_Failure_IsInternalErrorOrAdmitted(string how, string text)
    {
        WebhookAnswer answer = how switch
        {
            "unreachable" => new WebhookAnswer.Unreachable(),
            "slow" => new WebhookAnswer.TimedOut(),
            "malformed" => new WebhookAnswer.Malformed("nonsense"),
            _ => new WebhookAnswer.HttpError(int.Parse(how)),
        };
        var refusal = (await ValidateAsync(_ => answer)).Refusal!;
        Assert.Equal((500, "InternalError"), (refusal.Code, refusal.Body.Text("reason")));
        Assert.Equal($"Internal error occurred: failed calling webhook \"w\": {text}", refusal.Body.Text("message"));
        Assert.Equal($"failed calling webhook \"w\": {text}", refusal.Body["details"]!["causes"]![0]!["message"]!.GetValue<string>());
        Assert.Null((await ValidateAsync(_ => answer, ""","failurePolicy":"Ignore" """)).Refusal);
    }

    [Fact]
    public async Task ValidateAsync_NobodyRegistered_ConnectionRefusedOrServiceMissing()
    {
        var refused = await Chain(new AdmissionPlugins(), Webhook(Client(Url))).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        Assert.Contains("connect: connection refused", refused.Refusal!.Body.Text("message"), StringComparison.Ordinal);
        var missing = await Chain(new AdmissionPlugins(), Webhook(Service)).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        Assert.EndsWith($"Post \"{ServiceUrl}?timeout=3s\": service \"hook\" not found", missing.Refusal!.Body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateAsync_Service_IsKeyedByTheUrlThatIsCalled()
    {
        var plugins = new AdmissionPlugins().OnWebhook(ServiceUrl, _ => WebhookAnswer.Allow("hello"));
        var answer = await Chain(plugins, Webhook(Service)).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        Assert.Equal(["hello"], answer.Warnings.ToArray());
    }

    [Theory]
    [InlineData("Unknown", true, 400)]
    [InlineData("Some", true, 400)]
    [InlineData("Some", false, null)]
    [InlineData("NoneOnDryRun", true, null)]
    public async Task ValidateAsync_SideEffectsOnDryRun_BadRequestWhateverFailurePolicy(string sideEffects, bool dryRun, int? code)
    {
        var plugins = new AdmissionPlugins().OnWebhook(Url, _ => WebhookAnswer.Allow());
        var webhook = Webhook(Client(Url), ""","failurePolicy":"Ignore" """, sideEffects: sideEffects);
        var answer = await Chain(plugins, webhook).ValidateAsync(Requests.PrivilegedProbe("ns", dryRun), CancellationToken.None);
        Assert.Equal(code, answer.Refusal?.Code);
        if (code is not null)
            Assert.Equal(("BadRequest", "admission webhook \"w\" does not support dry run"), (answer.Refusal!.Body.Text("reason"), answer.Refusal.Body.Text("message")));
    }

    [Fact]
    public async Task ValidateAsync_MatchCondition_SkipsOrRefuses()
    {
        const string Condition = ""","matchConditions":[{"name":"c","expression":"c"}]""";
        async Task<AdmissionOutcome> Ask(CelValue value) => await Chain(
                new AdmissionPlugins().OnWebhook(Url, _ => WebhookAnswer.Deny(403, "no")).OnExpression("c", _ => value), Webhook(Client(Url), Condition))
            .ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        Assert.Null((await Ask(CelValue.False)).Refusal);
        Assert.NotNull((await Ask(CelValue.True)).Refusal);
        Assert.Equal("pods \"web\" is forbidden: expression 'c' resulted in error: oops", (await Ask(CelValue.Error("oops"))).Refusal!.Body.Text("message"));
    }

    [Fact]
    public async Task MutateAsync_Patch_ChangesACopy()
    {
        var plugins = ScenarioWebhooks.Register(new AdmissionPlugins());
        var request = Requests.PrivilegedProbe("ns");
        var answer = await Chain(plugins, Webhook(Client("https://127.0.0.1:19443/strip"), kind: "MutatingWebhookConfiguration")).MutateAsync(request, CancellationToken.None);
        Assert.Equal("""{"privileged":false}""", answer.Object!["spec"]!["ephemeralContainers"]![0]!["securityContext"]!.ToJsonString());
        Assert.Equal("""{"privileged":true}""", request.Object!["spec"]!["ephemeralContainers"]![0]!["securityContext"]!.ToJsonString());
    }

    [Fact]
    public async Task MutateAsync_PatchThatCannotBeApplied_IsInternalError()
    {
        var plugins = new AdmissionPlugins().OnWebhook(Url, _ => WebhookAnswer.Patched([Requests.Json("""{"op":"remove","path":"/spec/ghost"}""")]));
        var answer = await Chain(plugins, Webhook(Client(Url), kind: "MutatingWebhookConfiguration")).MutateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        Assert.Equal(500, answer.Refusal?.Code);
    }

    private const string Service = """{"service":{"namespace":"tools","name":"hook","path":"/validate"}}""";

    private static string Client(string url) => $$"""{"url":"{{url}}"}""";

    private static Task<AdmissionOutcome> ValidateAsync(WebhookHandler handler, string more = "") =>
        Chain(new AdmissionPlugins().OnWebhook(Url, handler), Webhook(Client(Url), more)).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);

    private static AdmissionChain Chain(AdmissionPlugins plugins, JsonObject configuration) =>
        new(new FakeCluster().AddNamespace("ns").Add(configuration), plugins, KubernetesVersion.V1_36);

    private static JsonObject Webhook(string clientConfig, string more = "", string sideEffects = "None", string kind = "ValidatingWebhookConfiguration") => Requests.Json($$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{kind}}","metadata":{"name":"c"},
         "webhooks":[{"name":"w","timeoutSeconds":3,"sideEffects":"{{sideEffects}}","clientConfig":{{clientConfig}}{{more}},
                      "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["UPDATE"],"resources":["pods/*"]}]}]}
        """);
}
