using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Tests.Admission;

public sealed class PodSecurityPluginTests
{
    private const string Label = "pod-security.kubernetes.io/";

    [Theory]
    [InlineData("enforce", "baseline", "violates PodSecurity \"baseline:latest\": privileged (container \"probe\" must not set securityContext.privileged=true)")]
    [InlineData("enforce", "privileged", null)]
    [InlineData("enforce", "nonsense", "violates PodSecurity \"restricted:latest\"")]
    [InlineData("audit", "restricted", null)]
    [InlineData("warn", "nonsense", null)]
    public async Task ValidateAsync_Label_Judges(string mode, string level, string? expected)
    {
        var answer = await Chain((Label + mode, level)).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        if (expected is null)
            Assert.Null(answer.Refusal);
        else
            Assert.StartsWith($"pods \"web\" is forbidden: {expected}", answer.Refusal!.Body.Text("message"), StringComparison.Ordinal);
        Assert.Empty(answer.Warnings);
    }

    [Fact]
    public async Task ValidateAsync_WarnLabel_AdmitsWithTheText()
    {
        var answer = await Chain((Label + "warn", "baseline")).ValidateAsync(Requests.PrivilegedProbe("ns"), CancellationToken.None);
        Assert.Null(answer.Refusal);
        Assert.Equal(["would violate PodSecurity \"baseline:latest\": privileged (container \"probe\" must not set securityContext.privileged=true)"], answer.Warnings.ToArray());
    }

    [Fact]
    public async Task ValidateAsync_PodThatViolatesAlready_EvenABenignContainerIsRefused()
    {
        var pod = Requests.Pod("ns", spec: """{"containers":[{"name":"app","image":"a","securityContext":{"privileged":true}}]}""");
        var answer = await Chain((Label + "enforce", "baseline")).ValidateAsync(Requests.Probe(pod, Requests.WithEphemeral(pod, "{}")), CancellationToken.None);
        Assert.Contains("(container \"app\" must not set", answer.Refusal!.Body.Text("message"), StringComparison.Ordinal);
        answer = await Chain((Label + "enforce", "baseline")).ValidateAsync(Requests.Probe(pod, pod), CancellationToken.None);
        Assert.Null(answer.Refusal);
    }

    [Fact]
    public async Task ValidateAsync_Deployment_WarnsByTheEnforcedLevelSince126()
    {
        var deployment = Requests.Json("""{"metadata":{"name":"d","namespace":"ns"},"spec":{"template":{"spec":{"hostNetwork":true,"containers":[]}}}}""");
        var request = Requests.CreatePod(deployment) with { Group = "apps", Resource = "deployments", Kind = "Deployment" };
        var answer = await Chain((Label + "enforce", "baseline")).ValidateAsync(request, CancellationToken.None);
        Assert.Null(answer.Refusal);
        Assert.Equal(["would violate PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)"], answer.Warnings.ToArray());
        Assert.Empty((await Chain(KubernetesVersion.V1_25, (Label + "enforce", "baseline")).ValidateAsync(request, CancellationToken.None)).Warnings);
    }

    [Fact]
    public async Task ValidateAsync_WindowsPodUnderRestricted_IsSparedWhatWindowsLacks()
    {
        var pod = Requests.Pod("ns", spec: """{"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"app","image":"a"}]}""");
        Assert.Null((await Chain((Label + "enforce", "restricted")).ValidateAsync(Requests.CreatePod(pod), CancellationToken.None)).Refusal);
        var pinned = Chain((Label + "enforce", "restricted"), (Label + "enforce-version", "v1.24"));
        Assert.Contains("seccompProfile (pod or container \"app\"", (await pinned.ValidateAsync(Requests.CreatePod(pod), CancellationToken.None)).Refusal!.Body.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enforce", "x", "metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"x\": must be one of privileged, baseline, restricted")]
    [InlineData("warn-version", "1.30", "metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: \"1.30\": must be \"latest\" or \"v1.x\"")]
    public async Task ValidateAsync_UnreadableNamespaceLabel_IsInvalid(string label, string value, string expected)
    {
        var answer = await Chain().ValidateAsync(Requests.WriteNamespace(Namespace((Label + label, value)), old: null), CancellationToken.None);
        Assert.Equal(422, answer.Refusal!.Code);
        Assert.Equal($"Namespace \"ns\" is invalid: {expected}", answer.Refusal.Body.Text("message"));
    }

    [Fact]
    public async Task ValidateAsync_StricterNamespaceLabel_WarnsAboutPods()
    {
        const string Privileged = """{"containers":[{"name":"app","image":"a","securityContext":{"privileged":true}}]}""";
        var cluster = new FakeCluster().Add(Requests.Pod("ns", "b", Privileged)).Add(Requests.Pod("ns", "a", Privileged)).Add(Requests.Pod("ns", "fine"));
        var chain = new AdmissionChain(cluster, new AdmissionPlugins(), KubernetesVersion.V1_36);
        var answer = await chain.ValidateAsync(Requests.WriteNamespace(Namespace((Label + "enforce", "baseline")), Namespace()), CancellationToken.None);
        Assert.Null(answer.Refusal);
        Assert.Equal(["existing pods in namespace \"ns\" violate the new PodSecurity enforce level \"baseline:latest\"", "a (and 1 other pod): privileged"], answer.Warnings.ToArray());
    }

    private static JsonObject Namespace(params (string Key, string Value)[] labels) =>
        new FakeCluster().AddNamespace("ns", labels).Get("", "namespaces", null, "ns")!;

    private static AdmissionChain Chain(params (string Key, string Value)[] labels) => Chain(KubernetesVersion.V1_36, labels);

    private static AdmissionChain Chain(KubernetesVersion version, params (string Key, string Value)[] labels) =>
        new(new FakeCluster().AddNamespace("ns", labels), new AdmissionPlugins(), version);
}
