using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Pods;
using Scanner.Simulator.Tests.Admission;

namespace Scanner.Simulator.Tests.Pods;

public sealed class PodStrategyTests
{
    private static readonly PodStrategy Strategy = new(KubernetesVersion.V1_36);

    [Fact]
    public void Default_RecordedCreate_SameSpecAndStatusAndOrder()
    {
        var recording = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "probe", "open.regular-privileged.json")))!;
        var pod = recording["request"]!["body"]!.AsObject();
        var expected = recording["response"]!["body"]!.AsObject();

        Strategy.Default(pod);

        Assert.Equal(expected["spec"]!.ToJsonString(), pod["spec"]!.ToJsonString());
        Assert.Equal(expected["status"]!.ToJsonString(), pod["status"]!.ToJsonString());
        Assert.Equal(1, pod["metadata"]!["generation"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("a", "Always")]
    [InlineData("a:latest", "Always")]
    [InlineData("host:5000/a", "Always")]
    [InlineData("host:5000/a:1", "IfNotPresent")]
    [InlineData("a@sha256:0", "IfNotPresent")]
    public void Default_Image_DecidesPullPolicy(string image, string policy)
    {
        var pod = Requests.Pod("ns", spec: $$"""{"containers":[{"name":"app","image":"{{image}}"}]}""");
        Strategy.Default(pod);
        Assert.Equal(policy, pod["spec"]!["containers"]![0]!["imagePullPolicy"]!.GetValue<string>());
    }

    [Fact]
    public void Default_VolumesPortsAndLimits_AreFilledIn()
    {
        var pod = Requests.Pod("ns", spec: """
            {"volumes":[{"name":"s","secret":{"secretName":"x"}},{"name":"e"}],"hostNetwork":true,
             "containers":[{"name":"app","image":"a:1","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1","memory":"1Gi"}},
                            "readinessProbe":{"httpGet":{"port":80}},"env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}]}
            """);
        Strategy.Default(pod);
        var container = pod["spec"]!["containers"]![0]!;
        Assert.Equal(420, pod["spec"]!["volumes"]![0]!["secret"]!["defaultMode"]!.GetValue<long>());
        Assert.Equal("{}", pod["spec"]!["volumes"]![1]!["emptyDir"]!.ToJsonString());
        Assert.Equal("""{"hostPort":80,"containerPort":80,"protocol":"TCP"}""", container["ports"]![0]!.ToJsonString());
        Assert.Equal("""{"cpu":"1","memory":"1Gi"}""", container["resources"]!["requests"]!.ToJsonString());
        Assert.Equal(
            """{"httpGet":{"path":"/","port":80,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3}""",
            container["readinessProbe"]!.ToJsonString());
        Assert.Equal("v1", container["env"]![0]!["valueFrom"]!["fieldRef"]!["apiVersion"]!.GetValue<string>());
        Assert.Equal("Guaranteed", pod["status"]!["qosClass"]!.GetValue<string>());
    }

    [Fact]
    public void Default_OlderServer_HasNoGeneration()
    {
        var pod = Requests.Pod("ns");
        new PodStrategy(KubernetesVersion.V1_30).Default(pod);
        Assert.Null(pod["metadata"]!["generation"]);
    }

    [Fact]
    public void PrepareForUpdate_EphemeralContainers_KeepsEverythingElse()
    {
        var old = Defaulted(Requests.Pod("ns"));
        var changed = Requests.WithEphemeral(old, "{}");
        changed["metadata"]!["labels"] = new JsonObject { ["a"] = "b" };
        changed["metadata"]!["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "probe" });
        changed["spec"]!["nodeName"] = "elsewhere";
        changed["status"]!["phase"] = "Failed";

        Strategy.PrepareForUpdate(changed, old, "ephemeralcontainers");

        Assert.Equal("probe", changed["spec"]!["ephemeralContainers"]![0]!["name"]!.GetValue<string>());
        Assert.Equal(2, changed["metadata"]!["generation"]!.GetValue<long>());
        Assert.Equal("probe", changed["metadata"]!["managedFields"]![0]!["manager"]!.GetValue<string>());
        changed["spec"]!.AsObject().Remove("ephemeralContainers");
        changed["metadata"]!.AsObject().Remove("managedFields");
        changed["metadata"]!["generation"] = 1L;
        Assert.Equal(old.ToJsonString(), changed.ToJsonString());
    }

    [Fact]
    public void PrepareForUpdate_Status_KeepsSpecAndQosClass()
    {
        var old = Defaulted(Requests.Pod("ns"));
        var changed = (JsonObject)old.DeepClone();
        changed["spec"]!["nodeName"] = "n";
        changed["status"] = new JsonObject { ["phase"] = "Succeeded" };

        Strategy.PrepareForUpdate(changed, old, "status");

        Assert.Null(changed["spec"]!["nodeName"]);
        Assert.Equal("""{"phase":"Succeeded","qosClass":"BestEffort"}""", changed["status"]!.ToJsonString());
        Assert.Equal(1, changed["metadata"]!["generation"]!.GetValue<long>());
    }

    [Fact]
    public void UnknownFields_MisspelledAndNewerFields_ArePathsByVersion()
    {
        var pod = Requests.Pod("ns", spec: """{"containers":[{"name":"a","securityContext":{"privilegedd":true,"appArmorProfile":{"type":"Unconfined"}}}],"x":1}""");
        Assert.Equal(["spec.containers[0].securityContext.privilegedd", "spec.x"], Strategy.UnknownFields(pod));
        Assert.Contains("spec.containers[0].securityContext.appArmorProfile", new PodStrategy(KubernetesVersion.V1_28).UnknownFields(pod));
    }

    private static JsonObject Defaulted(JsonObject pod)
    {
        Strategy.Default(pod);
        return pod;
    }
}
