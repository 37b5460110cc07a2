using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>The defaults of core/v1 pods, with what the in-tree Priority and DefaultTolerationSeconds plugins add.</summary>
/// <remarks>No service account is filled in: the recorded servers run without that plugin.</remarks>
internal static class PodDefaults
{
    private static readonly string[] NodeConditions = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
    private static readonly string[] ModeVolumes = ["secret", "configMap", "downwardAPI", "projected"];

    public static void Apply(JsonObject pod)
    {
        var spec = pod.Object("spec") ?? Set(pod, "spec", []);
        ApplyToTemplate(spec);
        Missing(spec, "priority", 0L);
        Missing(spec, "enableServiceLinks", true);
        Missing(spec, "preemptionPolicy", "PreemptLowerPriority");
        AddTolerations(spec);
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
            ContainerDefaults.CopyLimitsToRequests(container);
        DefaultStatus(pod, spec);
    }

    /// <summary>The defaults that the template of a workload gets too, in place.</summary>
    public static void ApplyToTemplate(JsonObject spec)
    {
        Missing(spec, "restartPolicy", "Always");
        Missing(spec, "terminationGracePeriodSeconds", 30L);
        Missing(spec, "dnsPolicy", "ClusterFirst");
        if (spec.Object("securityContext") is null)
            spec["securityContext"] = new JsonObject();
        Missing(spec, "schedulerName", "default-scheduler");
        // serviceAccount is the old name of serviceAccountName; the server always shows both.
        if ((spec.Text("serviceAccountName") ?? spec.Text("serviceAccount")) is { } account)
        {
            spec["serviceAccountName"] = account;
            spec["serviceAccount"] = account;
        }

        foreach (var volume in spec.Objects("volumes"))
            DefaultVolume(volume);
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
            ContainerDefaults.Apply(container, spec.Flag("hostNetwork") == true);
        foreach (var container in spec.Objects("ephemeralContainers"))
            ContainerDefaults.Apply(container, hostNetwork: false);
    }

    public static void Missing(JsonObject obj, string field, JsonNode value)
    {
        if (obj[field] is null)
            obj[field] = value;
    }

    private static JsonObject Set(JsonObject obj, string field, JsonObject value)
    {
        obj[field] = value;
        return value;
    }

    private static void AddTolerations(JsonObject spec)
    {
        var tolerations = spec["tolerations"] as JsonArray;
        foreach (var condition in NodeConditions)
        {
            var tolerated = spec.Objects("tolerations").Any(t =>
                (string.IsNullOrEmpty(t.Text("key")) || t.Text("key") == condition) && t.Text("effect") is null or "" or "NoExecute");
            if (tolerated)
                continue;
            if (tolerations is null)
                spec["tolerations"] = tolerations = [];
            tolerations.Add((JsonNode)new JsonObject { ["key"] = condition, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300L });
        }
    }

    private static void DefaultVolume(JsonObject volume)
    {
        if (volume.Count == 1 && volume.ContainsKey("name"))
            volume["emptyDir"] = new JsonObject();
        if (volume.Object("hostPath") is { } hostPath)
            Missing(hostPath, "type", "");
        if (volume.Object("iscsi") is { } iscsi)
            Missing(iscsi, "iscsiInterface", "default");
        if (volume.Object("ephemeral").Object("volumeClaimTemplate").Object("spec") is { } claim)
            Missing(claim, "volumeMode", "Filesystem");
        foreach (var kind in ModeVolumes)
        {
            if (volume.Object(kind) is { } source)
                Missing(source, "defaultMode", 420L);
        }

        foreach (var source in volume.Object("projected").Objects("sources"))
        {
            if (source.Object("serviceAccountToken") is { } token)
                Missing(token, "expirationSeconds", 3600L);
        }
    }

    private static void DefaultStatus(JsonObject pod, JsonObject spec)
    {
        var status = pod.Object("status") ?? Set(pod, "status", []);
        Missing(status, "phase", "Pending");
        Missing(status, "qosClass", QosClass(spec));
    }

    private static string QosClass(JsonObject spec)
    {
        var containers = spec.Objects("initContainers").Concat(spec.Objects("containers")).Select(c => c.Object("resources")).ToList();
        if (containers.TrueForAll(r => r.Map("limits").Count == 0 && r.Map("requests").Count == 0))
            return "BestEffort";
        var guaranteed = containers.TrueForAll(r =>
            r.Map("limits") is var limits && limits.ContainsKey("cpu") && limits.ContainsKey("memory")
            && r.Map("requests").All(q => limits.GetValueOrDefault(q.Key) == q.Value));
        return guaranteed ? "Guaranteed" : "Burstable";
    }
}
