using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Pods;
using Scanner.Simulator.Tests.Admission;

namespace Scanner.Simulator.Tests.Pods;

public sealed class PodValidationTests
{
    private const string NotForEphemeral = "cannot be set for an Ephemeral Container";

    [Theory]
    [InlineData("""{"name":"p","image":"i"}""", null)]
    [InlineData("""{"image":"i"}""", "spec.ephemeralContainers[0].name: Required value")]
    [InlineData("""{"name":"p"}""", "spec.ephemeralContainers[0].image: Required value")]
    [InlineData("""{"name":"app","image":"i"}""", "spec.ephemeralContainers[0].name: Duplicate value: \"app\"")]
    [InlineData("""{"name":"p","image":"i","targetContainerName":"ghost"}""", "spec.ephemeralContainers[0].targetContainerName: Not found: \"ghost\"")]
    [InlineData("""{"name":"p","image":"i","lifecycle":{"preStop":{}}}""", "spec.ephemeralContainers[0].lifecycle: Forbidden: " + NotForEphemeral)]
    [InlineData("""{"name":"p","image":"i","restartPolicy":"Always"}""", "spec.ephemeralContainers[0].restartPolicy: Forbidden: " + NotForEphemeral)]
    [InlineData("""{"name":"p","image":"i","livenessProbe":{"exec":{"command":["x"]}}}""", "spec.ephemeralContainers[0].livenessProbe: Forbidden: " + NotForEphemeral)]
    [InlineData(
        """{"name":"p","image":"i","volumeMounts":[{"name":"v","mountPath":"/v","subPath":"s"}]}""",
        "spec.ephemeralContainers[0].volumeMounts[0].subPath: Forbidden: " + NotForEphemeral)]
    [InlineData("""{"name":"p","image":"i","volumeMounts":[{"name":"w","mountPath":"/v"}]}""", "spec.ephemeralContainers[0].volumeMounts[0].name: Not found: \"w\"")]
    [InlineData(
        """{"name":"p","image":"i","imagePullPolicy":"Sometimes"}""",
        "spec.ephemeralContainers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"IfNotPresent\", \"Never\"")]
    [InlineData(
        """{"name":"p","image":"i","securityContext":{"runAsUser":-1}}""",
        "spec.ephemeralContainers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive")]
    [InlineData(
        """{"name":"p","image":"i","securityContext":{"procMount":"Unmasked"}}""",
        "spec.ephemeralContainers[0].securityContext.procMount: Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`")]
    public void ValidateUpdate_EphemeralContainer_MessageOfTheServer(string container, string? expected)
    {
        var answer = Update(KubernetesVersion.V1_36, Target(), container);
        Assert.Equal(expected is null ? null : $"Pod \"web\" is invalid: {expected}", answer?.Body.Text("message"));
    }

    [Theory]
    [InlineData("""{"name":"1 a%$"}""", null)]
    [InlineData("""{"name":".."},{"name":".."}""", null)]
    [InlineData("""{"name":""}""", "[0].name: Required value")]
    [InlineData("""{"name":"é"}""", "[0].name: Invalid value: \"é\": a valid environment variable name must consist only of printable ASCII characters other than '='")]
    [InlineData("""{"name":"b"},{"name":"a=b"}""", "[1].name: Invalid value: \"a=b\": a valid environment variable name must consist only of printable ASCII characters other than '='")]
    [InlineData(
        """{"name":"a","valueFrom":{}}""",
        "[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`")]
    [InlineData(
        """{"name":"a","value":"x","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}""",
        "[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty")]
    [InlineData(
        """{"name":"a","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"},"configMapKeyRef":{"name":"x","key":"y"}}}""",
        "[0].valueFrom: Invalid value: \"\": may not have more than one field specified at a time")]
    public void ValidateUpdate_Variable_MessageOfTheServer(string env, string? expected)
    {
        var answer = Update(KubernetesVersion.V1_36, Target(), $$"""{"name":"p","image":"i","env":[{{env}}]}""");
        Assert.Equal(expected is null ? null : $"Pod \"web\" is invalid: spec.ephemeralContainers[0].env{expected}", answer?.Body.Text("message"));
    }

    [Theory]
    [InlineData("a.b-c_1", "")]
    [InlineData("1a", "must not start with a digit")]
    [InlineData("..a", "must not start with '..'")]
    [InlineData(".", "must not be '.'")]
    public void ValidateUpdate_VariableOfOldServers_IsWhatAShellTakes(string name, string expected)
    {
        var answer = Update(KubernetesVersion.V1_30, Target(), $$"""{"name":"p","image":"i","env":[{"name":"{{name}}"}]}""");
        Assert.Equal(expected.Length == 0, answer is null);
        Assert.Contains(expected, answer?.Body.Text("message") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void ValidateUpdate_RemovedContainer_IsForbidden()
    {
        var old = Requests.WithEphemeral(Target(), "{}", "debug");
        var answer = Strategy(KubernetesVersion.V1_36).ValidateUpdate(Target(), old, "ephemeralcontainers");
        Assert.Equal("Pod \"web\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"debug\" may not be removed\n", answer?.Body.Text("message"));
    }

    [Theory]
    [InlineData(KubernetesVersion.V1_25, false)]
    [InlineData(KubernetesVersion.V1_28, true)]
    [InlineData(KubernetesVersion.V1_36, true)]
    public void ValidateUpdate_MirrorPod_RefusedSince127(KubernetesVersion version, bool refused)
    {
        var pod = Target();
        pod["metadata"]!["annotations"] = new JsonObject { ["kubernetes.io/config.mirror"] = "x" };
        var answer = Update(version, pod, """{"name":"p","image":"i"}""");
        Assert.Equal(refused ? "Pod \"web\" is invalid: []: Forbidden: static pods do not support ephemeral containers" : null, answer?.Body.Text("message"));
    }

    [Fact]
    public void ValidateUpdate_PlainUpdate_AllowsImagesAndMoreTolerationsOnly()
    {
        var pod = Target();
        pod["spec"]!["containers"]![0]!["image"] = "b:2";
        pod["spec"]!["activeDeadlineSeconds"] = 5;
        pod["spec"]!["tolerations"]!.AsArray().Add(new JsonObject { ["key"] = "k", ["operator"] = "Exists" });
        Assert.Null(Strategy(KubernetesVersion.V1_36).ValidateUpdate(pod, Target(), ""));
        pod["spec"]!["nodeName"] = "n";
        var answer = Strategy(KubernetesVersion.V1_36).ValidateUpdate(pod, Target(), "");
        Assert.StartsWith("Pod \"web\" is invalid: spec: Forbidden: pod updates may not change fields", answer?.Body.Text("message"), StringComparison.Ordinal);
        Assert.EndsWith("-  \"nodeName\": null\n+  \"nodeName\": \"n\"\n", answer?.Body.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"containers":[]}""", "spec.containers: Required value")]
    [InlineData(
        """{"containers":[{"name":"a","image":"i"}],"ephemeralContainers":[{"name":"p","image":"i"}]}""",
        "spec.ephemeralContainers: Forbidden: cannot be set on create")]
    [InlineData(
        """{"containers":[{"name":"a","image":"i"},{"name":"a","image":"i"}],"restartPolicy":"No"}""",
        "[spec.containers[1].name: Duplicate value: \"a\", spec.restartPolicy: Unsupported value: \"No\": supported values: \"Always\", \"Never\", \"OnFailure\"]")]
    public void ValidateCreate_Spec_MessageOfTheServer(string spec, string expected)
    {
        var pod = Requests.Pod("ns", spec: spec);
        Strategy(KubernetesVersion.V1_36).Default(pod);
        var answer = Strategy(KubernetesVersion.V1_36).ValidateCreate(pod);
        Assert.Equal(422, answer?.Code);
        Assert.Equal($"Pod \"web\" is invalid: {expected}", answer?.Body.Text("message"));
    }

    private static PodStrategy Strategy(KubernetesVersion version) => new(version);

    private static JsonObject Target()
    {
        var pod = Requests.Pod("ns", spec: """{"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"app","image":"a:1"}]}""");
        Strategy(KubernetesVersion.V1_36).Default(pod);
        return pod;
    }

    private static ApiStatus? Update(KubernetesVersion version, JsonObject old, string container)
    {
        var pod = (JsonObject)old.DeepClone();
        pod["spec"]!["ephemeralContainers"] = new JsonArray(JsonNode.Parse(container));
        Strategy(KubernetesVersion.V1_36).Default(pod);
        return Strategy(version).ValidateUpdate(pod, old, "ephemeralcontainers");
    }
}
