using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>What an update may change: ephemeral containers are only ever added, and little else of a spec may change at all.</summary>
internal sealed class PodUpdateRules(KubernetesVersion version, FieldErrors errors)
{
    private const string EphemeralPath = "spec.ephemeralContainers";

    /// <summary>Existing ephemeral containers may be neither changed nor removed.</summary>
    public void CheckEphemeralContainers(JsonObject pod, JsonObject old)
    {
        var now = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var container in pod.Object("spec").Objects("ephemeralContainers"))
            now[PodRules.NameOf(container)] = container;
        foreach (var before in old.Object("spec").Objects("ephemeralContainers"))
        {
            var name = GoText.Quote(PodRules.NameOf(before));
            if (!now.TryGetValue(PodRules.NameOf(before), out var after))
                errors.Forbidden(EphemeralPath, $"existing ephemeral containers {name} may not be removed\n");
            else if (!JsonNode.DeepEquals(before, after))
                errors.Forbidden(EphemeralPath, $"existing ephemeral containers {name} may not be changed\n{Difference(before, after)}");
        }
    }

    /// <summary>A plain update may change images and a few scalars only.</summary>
    public void CheckPlainUpdate(JsonObject pod, JsonObject old)
    {
        var (spec, oldSpec) = (Comparable(pod, old), Comparable(old, old));
        if (!JsonNode.DeepEquals(spec, oldSpec))
            errors.Forbidden("spec", $"pod updates may not change fields other than {AllowedFields()}\n{Difference(oldSpec, spec)}");
    }

    private string AllowedFields() => version >= KubernetesVersion.V1_28
        ? "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
        : "`spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations` (only additions to existing tolerations)"
          + " or `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    /// <summary>The spec with everything that may change taken from <paramref name="old"/>.</summary>
    private static JsonObject Comparable(JsonObject pod, JsonObject old)
    {
        var spec = (JsonObject)(pod.Object("spec") ?? []).DeepClone();
        var oldSpec = old.Object("spec") ?? [];
        foreach (var list in new[] { "containers", "initContainers" })
        {
            foreach (var (container, before) in spec.Objects(list).Zip(oldSpec.Objects(list)))
                container["image"] = before["image"]?.DeepClone();
        }

        spec.Remove("activeDeadlineSeconds");
        if (oldSpec.Number("terminationGracePeriodSeconds") < 0 && spec.Number("terminationGracePeriodSeconds") == 1)
            spec["terminationGracePeriodSeconds"] = oldSpec["terminationGracePeriodSeconds"]!.DeepClone();
        var kept = oldSpec.Objects("tolerations").All(t => spec.Objects("tolerations").Any(n => JsonNode.DeepEquals(n, t)));
        if (kept)
            spec.Remove("tolerations");
        return spec;
    }

    /// <summary>The fields that differ, old and new. The real server prints a Go diff here, whose form changes with every release.</summary>
    private static string Difference(JsonObject before, JsonObject after)
    {
        var names = before.Select(f => f.Key).Union(after.Select(f => f.Key), StringComparer.Ordinal);
        var changed = names.Where(name => !JsonNode.DeepEquals(before[name], after[name]));
        return string.Concat(changed.Select(name => $"-  \"{name}\": {Print(before[name])}\n+  \"{name}\": {Print(after[name])}\n"));
    }

    private static string Print(JsonNode? value) => value?.ToJsonString() ?? "null";
}
