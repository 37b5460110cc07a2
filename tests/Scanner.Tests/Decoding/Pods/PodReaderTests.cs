using System.Text;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Decoding.Pods;

namespace Scanner.Tests.Decoding.Pods;

public sealed class PodReaderTests
{
    [Fact]
    public async Task Read_ProtobufAndJsonOfOneCluster_GiveTheSameFacts()
    {
        using var protobuf = RecordedServer.Serving("pods.pb");
        using var json = RecordedServer.Serving("pods.json");
        var fromProtobuf = await ListedItems<PodFacts>.ReadAsync(protobuf, new PodReader());
        var fromJson = await ListedItems<PodFacts>.ReadAsync(json, new PodReader());
        Assert.NotEmpty(fromJson);
        Assert.Equal(fromJson.Select(Print), fromProtobuf.Select(Print));
        Assert.Equal(fromJson.Select(p => p.Combination), fromProtobuf.Select(p => p.Combination));
    }

    [Fact]
    public async Task Read_RecordedPods_TellsTheSpecialOnes()
    {
        using var client = RecordedServer.Serving("pods.pb");
        var pods = (await ListedItems<PodFacts>.ReadAsync(client, new PodReader())).ToDictionary(p => p.Namespace);
        Assert.True(pods["static-only"].Mirror);
        Assert.True(pods["windows"].Windows);
        Assert.True(pods["psa-late"].HoldsPrivilegedContainer);
        Assert.Equal(PodSecurityLevel.Privileged, pods["psa-late"].Level);
        Assert.Equal(PodSecurityLevel.Restricted, pods["open"].Level);
        Assert.True(pods["terminating-pod"].Terminating);
        Assert.Equal(PodPhase.Succeeded, pods["finished"].Phase);
        Assert.Equal(
            [
                "debugger-old busybox:1.28 app Terminated 2026-11-20T10:00:00 2026-11-20T10:05:00 False Baseline kubectl-debug 2026-11-22T10:38:48",
                "debug busybox - Running 2026-11-21T08:00:00 - True Privileged kubectl-debug 2026-11-22T10:38:48",
            ],
            pods["debugged"].EphemeralContainers.Select(Print));
    }

    [Theory]
    [InlineData("", "Pod/p")]
    [InlineData("""{"ownerReferences":[{"kind":"ReplicaSet","name":"web-6d4cf56db6","controller":true}],"labels":{"pod-template-hash":"6d4cf56db6"}}""", "Deployment/web")]
    [InlineData("""{"ownerReferences":[{"kind":"ReplicaSet","name":"web-6d4cf56db6","controller":true}],"labels":{"rollouts-pod-template-hash":"6d4cf56db6"}}""", "Rollout/web")]
    [InlineData("""{"ownerReferences":[{"kind":"ReplicaSet","name":"mine","controller":true}],"labels":{"pod-template-hash":"6d4cf56db6"}}""", "ReplicaSet/mine")]
    [InlineData("""{"ownerReferences":[{"kind":"Job","name":"nightly-29401680","controller":true}]}""", "CronJob/nightly")]
    [InlineData("""{"ownerReferences":[{"kind":"Job","name":"report-20241231","controller":true}]}""", "Job/report-20241231")]
    [InlineData("""{"ownerReferences":[{"kind":"StatefulSet","name":"db","controller":true}]}""", "StatefulSet/db")]
    [InlineData("""{"ownerReferences":[{"kind":"StatefulSet","name":"db","controller":false},{"kind":"Other","name":"x"}]}""", "Pod/p")]
    [InlineData("""{"ownerReferences":[{"kind":"Node","name":"node1","controller":true}]}""", "Pod/p")]
    public void Read_Owner_IsTheTopController(string metadata, string workload)
    {
        var meta = metadata.Length == 0 ? [] : JsonNode.Parse(metadata)!.AsObject();
        meta["name"] = "p";
        meta["namespace"] = "n";
        Assert.Equal(workload, Read(new JsonObject { ["metadata"] = meta, ["spec"] = new JsonObject() }).Workload.ToString());
    }

    [Fact]
    public void Read_EphemeralContainers_JoinsSpecStatusAndHistory()
    {
        var pod = Read(JsonNode.Parse("""
            {"metadata":{"name":"p","namespace":"n","managedFields":[
               {"manager":"kubectl-debug","operation":"Update","time":"2026-11-20T08:00:00Z","fieldsV1":{"f:spec":{"f:ephemeralContainers":{".":{},"k:{\"name\":\"one\"}":{"f:image":{}}},"f:containers":{"k:{\"name\":\"three\"}":{}}}},"subresource":"ephemeralcontainers"},
               {"manager":"other","time":"2026-11-21T08:00:00Z","fieldsV1":{"f:metadata":{"f:labels":{}},"f:spec":{"f:ephemeralContainers":{"k:{\"name\":\"one\"}":{},"k:{\"name\":\"two\"}":{}}}}}]},
             "spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
               "ephemeralContainers":[
                 {"name":"one","image":"busybox","targetContainerName":"app","securityContext":{"privileged":true}},
                 {"name":"two","image":"x","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}},
                 {"name":"three","image":"y"},{"name":"four"}]},
             "status":{"phase":"Running","ephemeralContainerStatuses":[
                 {"name":"one","state":{"running":{"startedAt":"2026-11-20T08:00:05Z"}}},
                 {"name":"two","state":{"terminated":{"exitCode":0,"startedAt":"2026-11-21T08:00:01Z","finishedAt":"2026-11-21T09:00:00Z"}}},
                 {"name":"four","state":{}}]}}
            """)!.AsObject());
        Assert.Equal(
            [
                "one busybox app Running 2026-11-20T08:00:05 - True Privileged kubectl-debug 2026-11-20T08:00:00",
                "two x - Terminated 2026-11-21T08:00:01 2026-11-21T09:00:00 False Restricted other 2026-11-21T08:00:00",
                "three y - Waiting - - False Baseline - -",
                "four - - Unknown - - False Baseline - -",
            ],
            pod.EphemeralContainers.Select(Print));
        Assert.True(pod.HoldsPrivilegedContainer);
    }

    /// <summary>An ephemeral container may be called as another container is, in files and in clusters that something else than kubectl wrote to.</summary>
    [Fact]
    public void Read_EphemeralContainerNamedAsOthers_IsReadByItsOwnLists()
    {
        var pod = Read(JsonNode.Parse("""
            {"metadata":{"name":"p","namespace":"n","managedFields":[
               {"manager":"deployer","time":"2026-11-19T08:00:00Z","fieldsV1":{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{}},"f:initContainers":{"k:{\"name\":\"app\"}":{}}}}},
               {"manager":"kubectl-debug","time":"2026-11-20T08:00:00Z","fieldsV1":{"f:spec":{"f:ephemeralContainers":{"k:{\"name\":\"app\"}":{}}}}}]},
             "spec":{
               "containers":[{"name":"app","image":"x","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}}],
               "initContainers":[{"name":"app","image":"i"}],
               "ephemeralContainers":[{"name":"app","image":"busybox","securityContext":{"privileged":true}}]},
             "status":{
               "containerStatuses":[{"name":"app","state":{"waiting":{}}}],
               "initContainerStatuses":[{"name":"app","state":{"terminated":{"startedAt":"2026-11-19T08:00:00Z","finishedAt":"2026-11-19T08:00:01Z"}}}],
               "ephemeralContainerStatuses":[{"name":"app","state":{"running":{"startedAt":"2026-11-20T08:00:05Z"}}}]}}
            """)!.AsObject());
        Assert.Equal(
            ["app busybox - Running 2026-11-20T08:00:05 - True Privileged kubectl-debug 2026-11-20T08:00:00"],
            pod.EphemeralContainers.Select(Print));
    }

    /// <summary>Whoever may change a pod may write its history: one that says nothing must not hide the pod, nor all those in its list.</summary>
    [Theory]
    [InlineData("""{"f:spec":{"f:ephemeralContainers":{"k:{\"name\":1}":{},"k:{\"name\":\"e\"}":{}}}}""", "m")]
    [InlineData("""{"f:spec":{"f:ephemeralContainers":{"k:{":{},"k:[]":{},"k:":{},"v:1":{},"k:{\"name\":\"e\"}":{}}}}""", "m")]
    [InlineData("""{"f:spec":{"f:ephemeralContainers":{"k:{\"name\":\"e\"}":{},"\ud800":{}}}}""", "m")]
    [InlineData("""{"f:spec":7}""", null)]
    [InlineData("7", null)]
    public void Read_HistoryThatMakesNoSense_LeavesThePod(string fieldsV1, string? manager)
    {
        var json = $$$"""{"metadata":{"name":"p","managedFields":[{"manager":"m","fieldsV1":{{{fieldsV1}}}}]},"spec":{"ephemeralContainers":[{"name":"e"}]}}""";
        var reader = new JsonWireReader(Encoding.UTF8.GetBytes(json));
        Assert.Equal(manager, Assert.Single(new PodReader().Read(ref reader).EphemeralContainers).Manager);
    }

    [Theory]
    [InlineData("""{"containers":[{"name":"probe","securityContext":{"privileged":true}}],"ephemeralContainers":[{"name":"probe"}]}""", true, null)]
    [InlineData("""{"ephemeralContainers":[{"name":"probe","securityContext":{"privileged":true}}],"initContainers":[{"name":"probe"}],"containers":[{"name":"probe"}]}""", true, true)]
    [InlineData("""{"containers":[{"name":"probe","securityContext":{"privileged":true}}],"initContainers":[{"name":"probe"}],"ephemeralContainers":[{"name":"probe"}]}""", false, true)]
    public void ReadProbed_OtherListsHoldItsName_TakesThatOfItsOwn(string spec, bool ephemeral, bool? privileged)
    {
        var reader = new JsonWireReader(Encoding.UTF8.GetBytes($$"""{"spec":{{spec}}}"""));
        var probed = ephemeral ? ProbedContainerReader.OfEphemeral("probe") : ProbedContainerReader.OfRegular("probe");
        Assert.Equal(privileged, probed.Read(ref reader)!.Privileged);
    }

    /// <summary>Gateways answer 200 with something of their own: that is no pod without the container.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","code":403}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","items":[]}""")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","spec":{"ephemeralContainers":[{"name":"probe"}]}}""")]
    public void ReadProbed_NoPod_IsNoAnswer(string body) => Assert.Throws<WireFormatException>(() =>
    {
        var reader = new JsonWireReader(Encoding.UTF8.GetBytes(body));
        ProbedContainerReader.OfEphemeral("probe").Read(ref reader);
    });

    [Theory]
    [InlineData("""{"os":{"name":"windows"}}""", true)]
    [InlineData("""{"nodeSelector":{"kubernetes.io/os":"windows"}}""", true)]
    [InlineData("""{"nodeSelector":{"beta.kubernetes.io/os":"windows"}}""", true)]
    [InlineData("""{"nodeSelector":{"node.kubernetes.io/windows-build":"10.0.20348"}}""", true)]
    [InlineData("""{"nodeSelector":{"kubernetes.io/os":"linux","team":"windows"}}""", false)]
    [InlineData("""[[{"key":"kubernetes.io/os","operator":"In","values":["windows"]}]]""", true)]
    [InlineData("""[[{"key":"zone","operator":"Exists"},{"key":"beta.kubernetes.io/os","operator":"In","values":["windows"]}]]""", true)]
    [InlineData("""[[{"key":"kubernetes.io/os","operator":"NotIn","values":["linux"]}]]""", true)]
    [InlineData("""[[{"key":"node.kubernetes.io/windows-build","operator":"Exists"}]]""", true)]
    [InlineData("""[[{"key":"kubernetes.io/os","operator":"In","values":["windows"]}],[{"key":"kubernetes.io/os","operator":"In","values":["linux"]}]]""", false)]
    [InlineData("""[[{"key":"kubernetes.io/os","operator":"In","values":["windows"]}],[]]""", true)]
    [InlineData("""[[{"key":"kubernetes.io/os","operator":"In","values":["linux","windows"]}]]""", false)]
    [InlineData("""[[{"key":"kubernetes.io/os","operator":"NotIn","values":["windows"]}]]""", false)]
    [InlineData("""[[{"key":"node.kubernetes.io/windows-build","operator":"DoesNotExist"}]]""", false)]
    [InlineData("""[[]]""", false)]
    [InlineData("""[]""", false)]
    public void Read_Windows_BySpecSelectorOrRequiredAffinity(string spec, bool expected)
    {
        var node = JsonNode.Parse(spec)!;
        if (node is JsonArray terms)
        {
            var selector = new JsonArray([.. terms.Select(t => new JsonObject { ["matchExpressions"] = t!.DeepClone() })]);
            node = new JsonObject
            {
                ["affinity"] = new JsonObject
                {
                    ["nodeAffinity"] = new JsonObject { ["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject { ["nodeSelectorTerms"] = selector } },
                },
            };
        }

        Assert.Equal(expected, Read(new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p" }, ["spec"] = node }).Windows);
    }

    [Fact]
    public void Read_WindowsOnlyPreferred_IsNoWindowsPod()
    {
        var spec = """{"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{"matchExpressions":[{"key":"kubernetes.io/os","operator":"In","values":["windows"]}]}}]}}}""";
        Assert.False(Read(new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p" }, ["spec"] = JsonNode.Parse(spec) }).Windows);
    }

    [Fact]
    public void ReadProbed_OnlyInAnotherList_IsNotThere()
    {
        var reader = new JsonWireReader("""{"spec":{"containers":[{"name":"probe"}]}}"""u8);
        Assert.Null(ProbedContainerReader.OfEphemeral("probe").Read(ref reader));
    }

    /// <summary>What an ephemeral container leaves unset is its pod's: read from both, not only judged.</summary>
    [Theory]
    [InlineData("""{"securityContext":{"windowsOptions":{"hostProcess":true}}}""", "{}", PodSecurityLevel.Privileged)]
    [InlineData("""{"securityContext":{"seccompProfile":{"type":"Unconfined"}}}""", "{}", PodSecurityLevel.Privileged)]
    [InlineData("""{"securityContext":{"seLinuxOptions":{"type":"spc_t"}}}""", "{}", PodSecurityLevel.Privileged)]
    [InlineData("""{"securityContext":{"appArmorProfile":{"type":"Unconfined"}}}""", "{}", PodSecurityLevel.Privileged)]
    [InlineData("{}", """{"container.apparmor.security.beta.kubernetes.io/e":"unconfined"}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"securityContext":{"runAsUser":0}}""", "{}", PodSecurityLevel.Baseline)]
    [InlineData("""{"hostNetwork":true,"hostPID":true,"volumes":[{"name":"v","hostPath":{"path":"/"}}]}""", """{"container.apparmor.security.beta.kubernetes.io/x":"unconfined"}""", PodSecurityLevel.Restricted)]
    public void Read_EphemeralContainer_HasTheLevelOfWhatItRunsWith(string spec, string annotations, PodSecurityLevel level)
    {
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p", ["annotations"] = JsonNode.Parse(annotations) }, ["spec"] = JsonNode.Parse(spec) };
        var context = (JsonObject)(pod["spec"]!["securityContext"] ??= new JsonObject());
        context["runAsNonRoot"] = true;
        context["seccompProfile"] ??= new JsonObject { ["type"] = "RuntimeDefault" };
        pod["spec"]!["ephemeralContainers"] = JsonNode.Parse("""[{"name":"e","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]""");
        Assert.Equal(level, Assert.Single(Read(pod).EphemeralContainers).PodSecurityLevel);
    }

    [Fact]
    public void Read_SecondPod_KeepsNothingOfTheFirst()
    {
        var reader = new PodReader();
        Read(JsonNode.Parse("""{"metadata":{"name":"a","namespace":"n","deletionTimestamp":"2026-11-20T08:00:00Z","annotations":{"kubernetes.io/config.mirror":"x"}},"spec":{"os":{"name":"windows"},"hostPID":true,"containers":[{"name":"c","securityContext":{"privileged":true}}],"ephemeralContainers":[{"name":"e"}]},"status":{"phase":"Failed"}}""")!.AsObject(), reader);
        var second = Read(JsonNode.Parse("""{"metadata":{"name":"b","namespace":"n"},"spec":{"containers":[{"name":"c"}]}}""")!.AsObject(), reader);
        Assert.Equal("n/b Pod/b Unknown False False False False Baseline ", Print(second));
    }

    [Theory]
    [InlineData("""{"volumes":[{"name":"v","hostPath":{"path":"/"}}]}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"volumes":[{"name":"v","nfs":{"server":"s"}}]}""", PodSecurityLevel.Baseline)]
    [InlineData("""{"volumes":[{"name":"v","emptyDir":{}},{"name":"w","configMap":{"name":"x"}}]}""", PodSecurityLevel.Restricted)]
    [InlineData("""{"hostNetwork":true}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"hostNetwork":false}""", PodSecurityLevel.Restricted)]
    [InlineData("""{"initContainers":[{"name":"i","ports":[{"containerPort":1,"hostPort":80}]}]}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"ephemeralContainers":[{"image":"x","ports":[{"hostPort":0},{"hostPort":80}],"name":"e","targetContainerName":"c"}]}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"initContainers":[{"name":"i","livenessProbe":{"periodSeconds":1,"httpGet":{"port":1,"host":"h"}}}]}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"initContainers":[{"name":"i","readinessProbe":{"tcpSocket":{"port":1,"host":"h"}}}]}""", PodSecurityLevel.Privileged)]
    [InlineData("""{"initContainers":[{"name":"i","startupProbe":{"httpGet":{"host":"","port":1},"failureThreshold":3}}]}""", PodSecurityLevel.Baseline)]
    [InlineData("""{"initContainers":[{"name":"i","lifecycle":{"postStart":{"exec":{}},"preStop":{"httpGet":{"port":1,"host":"h"}}}}]}""", PodSecurityLevel.Privileged)]
    public void Read_PodLevelAccess_LowersTheLevel(string spec, PodSecurityLevel level)
    {
        var restricted = """{"name":"c","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}}""";
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p" }, ["spec"] = JsonNode.Parse(spec) };
        pod["spec"]!["containers"] = new JsonArray(JsonNode.Parse(restricted));
        Assert.Equal(level, Read(pod).Level);
    }

    private static PodFacts Read(JsonObject pod, PodReader? reader = null)
    {
        var json = new JsonWireReader(Encoding.UTF8.GetBytes(pod.ToJsonString()));
        return (reader ?? new PodReader()).Read(ref json);
    }

    private static string Print(PodFacts p) =>
        $"{p.Namespace}/{p.Name} {p.Workload} {p.Phase} {p.Terminating} {p.Mirror} {p.Windows} {p.HoldsPrivilegedContainer} {p.Level} {string.Join(';', p.EphemeralContainers.Select(Print))}";

    private static string Print(EphemeralContainerFacts c) =>
        $"{c.Name} {c.Image ?? "-"} {c.TargetContainer ?? "-"} {c.State} {Print(c.StartedAt)} {Print(c.FinishedAt)} {c.Privileged} {c.PodSecurityLevel} {c.Manager ?? "-"} {Print(c.AddedAt)}";

    private static string Print(DateTimeOffset? time) => time?.ToString("s") ?? "-";
}
