using Scanner.Core.Admission.Policies;
using Scanner.Policies.Engines;
using Scanner.Policies.Objects;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Tests.Engines;

public sealed class EngineDetectionTests
{
    private const string Hook = """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"kyverno-resource-validating-webhook-cfg"},
         "webhooks":[{"name":"validate.kyverno.svc-ignore","failurePolicy":"Ignore","sideEffects":"None","clientConfig":{"service":{"namespace":"kyverno","name":"kyverno-svc"}}}]}
        """;

    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"kyverno-admission-controller"},
         "spec":{"template":{"spec":{"containers":[{"name":"kyverno","image":"reg.kyverno.io/kyverno/kyverno:v1.19.0@sha256:abc"}]}}}}
        """;

    [Theory]
    [InlineData(36, "PodSecurity ValidatingAdmissionPolicy MutatingAdmissionPolicy")]
    [InlineData(30, "PodSecurity ValidatingAdmissionPolicy")]
    [InlineData(28, "PodSecurity")]
    public void Server_HasItsOwn(int minor, string expected) => Assert.Equal(expected, string.Join(' ', Detect(minor).Where(e => e.IsInstalled).Select(e => e.Name)));

    [Fact]
    public void Engine_WithVersion_IsToldByItsDeployment() => Assert.Equal(new EngineFacts("Kyverno", true, "1.19.0", null, true), Kyverno(Hook, Deployment));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Health_IsThatOfTheEndpoints(string ready, bool expected) => Assert.Equal(expected, Kyverno(
        Hook,
        $$$"""{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"namespace":"kyverno","labels":{"kubernetes.io/service-name":"kyverno-svc"}},"endpoints":[{"conditions":{"ready":{{{ready}}} } }]}""").IsHealthy);

    [Theory]
    [InlineData("registry.local/kyverno:latest")]
    [InlineData("reg.kyverno.io/kyverno/background-controller:v1.19.0")]
    [InlineData("kyverno:1.0\\u001b[2J")]
    public void ImageThatTellsNoVersion(string image) =>
        Assert.Null(Kyverno(Deployment.Replace("reg.kyverno.io/kyverno/kyverno:v1.19.0@sha256:abc", image, StringComparison.Ordinal)).Version);

    [Theory]
    [InlineData("v1.24.14", "CVE-2023-2727 CVE-2023-2728 CVE-2024-3177")]
    [InlineData("v1.25.11", "CVE-2024-3177")]
    [InlineData("v1.27.2", "CVE-2023-2727 CVE-2023-2728 CVE-2024-3177")]
    [InlineData("v1.27.12+k3s1", "CVE-2024-3177")]
    [InlineData("v1.27.13", "")]
    [InlineData("v1.29.3-eks-1", "CVE-2024-3177")]
    [InlineData("v1.30.0", "")]
    [InlineData("unknown", "")]
    public void ServerVersions(string version, string expected) =>
        Assert.Equal(expected, string.Join(' ', OutdatedVersions.OfServer(version, Json.Objects()).Select(o => o.Id)));

    [Theory]
    [InlineData("\"kubernetes.io/enforce-mountable-secrets\":\"true\"", true)]
    [InlineData("", false)]
    public void HoleOfSecrets_MattersWhereAServiceAccountAsksForIt(string annotations, bool holds)
    {
        var account = $$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a","annotations":{ {{{annotations}}} } } }""";
        Assert.Equal(holds, OutdatedVersions.OfServer("v1.28.1", Json.Objects(account)).Single().Holds);
        Assert.Null(OutdatedVersions.OfServer("v1.28.1", Json.Objects()).Single().Holds);
    }

    [Theory]
    [InlineData("Gatekeeper", "3.8.1", true)]
    [InlineData("Gatekeeper", "3.9.0", false)]
    [InlineData("Kyverno", "1.5.2", true)]
    [InlineData("Kyverno", "1.19.0", false)]
    [InlineData("Kyverno", null, false)]
    public void EngineVersions(string engine, string? version, bool isOutdated) =>
        Assert.Equal(isOutdated, OutdatedVersions.OfEngines([new EngineFacts(engine, true, version, null, null)]).Length > 0);

    private static EngineFacts Kyverno(params string[] objects) => Detect(36, objects).Single(e => e.Name == "Kyverno");

    private static System.Collections.Immutable.ImmutableArray<EngineFacts> Detect(int minor, params string[] objects)
    {
        PolicyObjects all = Json.Objects(objects);
        return EngineDetection.Of(all, WebhookRegistry.Of(all, minor), minor);
    }
}
