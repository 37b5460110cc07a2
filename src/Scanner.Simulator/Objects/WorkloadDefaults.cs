using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Pods;

namespace Scanner.Simulator.Objects;

/// <summary>The defaults of Deployments and CronJobs (k8s:pkg/apis/apps/v1 and batch/v1, defaults.go), whose pod template has those of a pod.</summary>
internal static class WorkloadDefaults
{
    /// <summary>Fills in defaults, in place, where there is a spec.</summary>
    public static void Apply(ResourceType type, JsonObject obj)
    {
        if (obj.Object("spec") is not { } spec)
            return;
        if (type is { Kind: "Deployment", Group: "apps" })
            Deployment(spec);
        else if (type is { Kind: "CronJob", Group: "batch" })
            CronJob(spec);
    }

    private static void CronJob(JsonObject spec)
    {
        PodDefaults.Missing(spec, "concurrencyPolicy", "Allow");
        PodDefaults.Missing(spec, "suspend", false);
        PodDefaults.Missing(spec, "successfulJobsHistoryLimit", 3L);
        PodDefaults.Missing(spec, "failedJobsHistoryLimit", 1L);
        if (spec.At("jobTemplate", "spec", "template", "spec") is JsonObject template)
            PodDefaults.ApplyToTemplate(template);
    }

    private static void Deployment(JsonObject spec)
    {
        PodDefaults.Missing(spec, "replicas", 1L);
        PodDefaults.Missing(spec, "revisionHistoryLimit", 10L);
        PodDefaults.Missing(spec, "progressDeadlineSeconds", 600L);
        var strategy = spec.ObjectOrNew("strategy");
        PodDefaults.Missing(strategy, "type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.ObjectOrNew("rollingUpdate");
            PodDefaults.Missing(rolling, "maxUnavailable", "25%");
            PodDefaults.Missing(rolling, "maxSurge", "25%");
        }

        if (spec.Object("template") is { } template)
            PodDefaults.ApplyToTemplate(template.ObjectOrNew("spec"));
    }
}
