using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>API validation of a whole pod spec, as far as containers, their names and the operating system go.</summary>
internal sealed class PodRules(KubernetesVersion version, FieldErrors errors)
{
    private const string NotForEphemeral = "cannot be set for an Ephemeral Container";

    private static readonly string[] ForbiddenForEphemeral =
        ["ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"];

    private static readonly string[] ForbiddenOnWindows =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem",
        "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
    ];

    private static readonly string[] RestartPolicies = ["Always", "Never", "OnFailure"];

    public void Check(JsonObject pod)
    {
        var spec = pod.Object("spec") ?? [];
        var volumes = spec.Objects("volumes").Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var hostUsers = spec.Flag("hostUsers") != false;
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!spec.Objects("containers").Any())
            errors.Required("spec.containers");
        CheckContainers(spec, "containers", volumes, hostUsers, names);
        CheckContainers(spec, "initContainers", volumes, hostUsers, names);
        CheckEphemeral(spec, volumes, hostUsers, names);
        var restartPolicy = spec.Text("restartPolicy") ?? "";
        if (!RestartPolicies.Contains(restartPolicy, StringComparer.Ordinal))
            errors.NotSupported("spec.restartPolicy", restartPolicy, RestartPolicies);
        if (spec.Object("os").Text("name") == "windows")
            CheckWindows(spec);
    }

    public static string NameOf(JsonObject named) => named.Text("name") ?? "";

    private void CheckContainers(JsonObject spec, string list, IReadOnlySet<string> volumes, bool hostUsers, HashSet<string> names)
    {
        var rules = new ContainerRules(version, errors);
        foreach (var (container, index) in spec.Objects(list).Select((c, i) => (c, i)))
        {
            var path = $"spec.{list}[{index}]";
            rules.Check(container, path, volumes, hostUsers);
            if (!names.Add(NameOf(container)))
                errors.Duplicate(path + ".name", NameOf(container));
        }
    }

    private void CheckEphemeral(JsonObject spec, IReadOnlySet<string> volumes, bool hostUsers, HashSet<string> names)
    {
        var rules = new ContainerRules(version, errors);
        var targets = names.ToHashSet(StringComparer.Ordinal);
        foreach (var (container, index) in spec.Objects("ephemeralContainers").Select((c, i) => (c, i)))
        {
            var path = $"spec.ephemeralContainers[{index}]";
            rules.Check(container, path, volumes, hostUsers);
            if (!names.Add(NameOf(container)))
                errors.Duplicate(path + ".name", NameOf(container));
            if (container.Text("targetContainerName") is { Length: > 0 } target && !targets.Contains(target))
                errors.NotFound(path + ".targetContainerName", target);
            CheckForbiddenFields(container, path);
        }
    }

    private void CheckForbiddenFields(JsonObject container, string path)
    {
        foreach (var field in ForbiddenForEphemeral)
        {
            if (IsSet(container[field]))
                errors.Forbidden($"{path}.{field}", NotForEphemeral);
        }

        foreach (var (mount, index) in container.Objects("volumeMounts").Select((m, i) => (m, i)))
        {
            foreach (var field in new[] { "subPath", "subPathExpr" })
            {
                if (!string.IsNullOrEmpty(mount.Text(field)))
                    errors.Forbidden($"{path}.volumeMounts[{index}].{field}", NotForEphemeral);
            }
        }
    }

    private void CheckWindows(JsonObject spec)
    {
        foreach (var list in new[] { "initContainers", "containers", "ephemeralContainers" })
        {
            foreach (var (container, index) in spec.Objects(list).Select((c, i) => (c, i)))
            {
                foreach (var field in ForbiddenOnWindows.Where(f => container.Object("securityContext")?[f] is not null))
                    errors.Forbidden($"spec.{list}[{index}].securityContext.{field}", "cannot be set for a windows pod");
            }
        }
    }

    /// <summary>An empty list or object is the zero value, which is always allowed.</summary>
    private static bool IsSet(JsonNode? value) => value switch
    {
        null => false,
        JsonArray array => array.Count > 0,
        JsonObject obj => obj.Count > 0,
        _ => true,
    };
}
