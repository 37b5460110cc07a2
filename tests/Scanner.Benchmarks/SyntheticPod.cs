using System.Text.Json.Nodes;

namespace Scanner.Benchmarks;

/// <summary>
/// Pods as large clusters have them: two containers with probes, resources and volumes, owner references, managedFields and a full
/// status, some 7 to 10 kB of JSON each.
/// </summary>
internal static class SyntheticPod
{
    public static JsonObject Create(string ns, int number)
    {
        var workload = $"service-{number % 7}";
        var hash = $"{(uint)HashCode.Combine(ns.Length, workload.Length, number % 7):x8}"[..8];
        var name = $"{workload}-{hash}-{number:x5}";
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = ns,
                ["labels"] = new JsonObject
                {
                    ["app.kubernetes.io/name"] = workload,
                    ["app.kubernetes.io/instance"] = $"{ns}-{workload}",
                    ["app.kubernetes.io/version"] = "4.17.2",
                    ["pod-template-hash"] = hash,
                },
                ["annotations"] = new JsonObject
                {
                    ["prometheus.io/scrape"] = "true",
                    ["prometheus.io/port"] = "9090",
                    ["checksum/config"] = new string((char)('a' + number % 26), 64),
                    ["team.example.com/notes"] = string.Concat(Enumerable.Repeat("kept by the platform team; ", 20)),
                },
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = "apps/v1",
                    ["kind"] = "ReplicaSet",
                    ["name"] = $"{workload}-{hash}",
                    ["uid"] = $"00000000-0000-4000-8000-{number:x12}",
                    ["controller"] = true,
                    ["blockOwnerDeletion"] = true,
                }),
            },
            ["spec"] = Spec(workload, number),
        };
    }

    /// <summary>What a kubelet reports of a running pod.</summary>
    public static JsonObject Status(int number) => new()
    {
        ["phase"] = "Running",
        ["hostIP"] = $"10.0.{number % 200}.1",
        ["podIP"] = $"10.1.{number / 250 % 250}.{number % 250}",
        ["startTime"] = "2026-11-01T08:00:00Z",
        ["conditions"] = new JsonArray(
        [
            .. new[] { "Initialized", "Ready", "ContainersReady", "PodScheduled" }.Select(type => new JsonObject
            {
                ["type"] = type,
                ["status"] = "True",
                ["lastTransitionTime"] = "2026-11-01T08:00:00Z",
            }),
        ]),
        ["containerStatuses"] = new JsonArray(ContainerStatus("app", number), ContainerStatus("proxy", number)),
    };

    private static JsonObject Spec(string workload, int number) => new()
    {
        ["serviceAccountName"] = workload,
        ["automountServiceAccountToken"] = false,
        ["nodeName"] = $"node-{number % 200}",
        ["containers"] = new JsonArray(Container("app", $"registry.example.com/team/{workload}:4.17.2"), Container("proxy", "registry.example.com/mesh/proxy:1.29.0")),
        ["volumes"] = new JsonArray(
            new JsonObject { ["name"] = "config", ["configMap"] = new JsonObject { ["name"] = workload } },
            new JsonObject { ["name"] = "scratch", ["emptyDir"] = new JsonObject() },
            new JsonObject { ["name"] = "certs", ["secret"] = new JsonObject { ["secretName"] = $"{workload}-tls" } }),
    };

    private static JsonObject Container(string name, string image) => new()
    {
        ["name"] = name,
        ["image"] = image,
        ["args"] = new JsonArray("--listen=:8080", "--log-format=json", "--config=/etc/config/settings.yaml"),
        ["env"] = new JsonArray([.. Enumerable.Range(0, 10).Select(i => new JsonObject { ["name"] = $"SETTING_{name.ToUpperInvariant()}_{i}", ["value"] = $"value-of-setting-{i}-for-{name}" })]),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = name == "app" ? 8080 : 15001, ["protocol"] = "TCP" }),
        ["resources"] = new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" },
            ["limits"] = new JsonObject { ["memory"] = "512Mi" },
        },
        ["livenessProbe"] = Probe("/healthz"),
        ["readinessProbe"] = Probe("/readyz"),
        ["volumeMounts"] = new JsonArray(
            new JsonObject { ["name"] = "config", ["mountPath"] = "/etc/config", ["readOnly"] = true },
            new JsonObject { ["name"] = "scratch", ["mountPath"] = "/tmp" },
            new JsonObject { ["name"] = "certs", ["mountPath"] = "/etc/certs", ["readOnly"] = true }),
        ["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["runAsNonRoot"] = true,
            ["runAsUser"] = 1000,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        },
    };

    private static JsonObject Probe(string path) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = 8080, ["scheme"] = "HTTP" },
        ["initialDelaySeconds"] = 5,
        ["periodSeconds"] = 10,
        ["timeoutSeconds"] = 2,
        ["failureThreshold"] = 3,
    };

    private static JsonObject ContainerStatus(string name, int number) => new()
    {
        ["name"] = name,
        ["ready"] = true,
        ["started"] = true,
        ["restartCount"] = number % 3,
        ["image"] = $"registry.example.com/team/{name}:4.17.2",
        ["imageID"] = $"registry.example.com/team/{name}@sha256:{new string('e', 64)}",
        ["containerID"] = $"containerd://{new string('c', 64)}",
        ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = "2026-11-01T08:00:05Z" } },
        ["lastState"] = new JsonObject(),
    };
}
