using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Cluster;

namespace Scanner.Core.Tests;

/// <summary>Facts from JSON, in a reading of their own: Scanner.Core itself never sees JSON.</summary>
internal static class TestPods
{
    public static SecurityContextFacts SecurityContext(JsonElement json) => new()
    {
        Privileged = Bool(json, "privileged"),
        AllowPrivilegeEscalation = Bool(json, "allowPrivilegeEscalation"),
        RunAsNonRoot = Bool(json, "runAsNonRoot"),
        RunAsUser = json.TryGetProperty("runAsUser", out var user) ? user.GetInt64() : null,
        ProcMount = Text(json, "procMount"),
        SeccompProfile = Part(json, "seccompProfile") is { } seccomp ? Text(seccomp, "type") ?? "" : null,
        AppArmorProfile = Part(json, "appArmorProfile") is { } appArmor ? Text(appArmor, "type") ?? "" : null,
        AddedCapabilities = Part(json, "capabilities") is { } added ? List(added, "add") : [],
        DroppedCapabilities = Part(json, "capabilities") is { } dropped ? List(dropped, "drop") : [],
        SeLinux = Part(json, "seLinuxOptions") is { } linux
            ? new SeLinuxFacts(Text(linux, "type") ?? "", Text(linux, "user") ?? "", Text(linux, "role") ?? "")
            : null,
        HostProcess = Part(json, "windowsOptions") is { } windows ? Bool(windows, "hostProcess") : null,
    };

    public static (PodSecurityFacts Pod, List<ContainerFacts> Containers) Pod(JsonElement pod)
    {
        var spec = pod.GetProperty("spec");
        var facts = new PodSecurityFacts
        {
            SecurityContext = Part(spec, "securityContext") is { } context ? SecurityContext(context) : SecurityContextFacts.Empty,
            Windows = Part(spec, "os") is { } os && Text(os, "name") == "windows",
            HostUsersFalse = Bool(spec, "hostUsers") == false,
            HostNamespaces = Bool(spec, "hostNetwork") == true || Bool(spec, "hostPID") == true || Bool(spec, "hostIPC") == true,
            HostPathVolume = Part(spec, "volumes") is { } volumes && volumes.EnumerateArray().Any(v => v.TryGetProperty("hostPath", out _)),
            Sysctls = Part(spec, "securityContext") is { } settings && Part(settings, "sysctls") is { } sysctls
                ? [.. sysctls.EnumerateArray().Select(s => Text(s, "name")!)]
                : [],
        };
        var containers = new List<ContainerFacts>();
        foreach (var list in new[] { "initContainers", "containers", "ephemeralContainers" })
        {
            if (Part(spec, list) is { } items)
                containers.AddRange(items.EnumerateArray().Select(Container));
        }

        return (facts, containers);
    }

    private static ContainerFacts Container(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        Part(json, "securityContext") is { } context ? SecurityContext(context) : SecurityContextFacts.Empty);

    private static JsonElement? Part(JsonElement json, string name) => json.TryGetProperty(name, out var part) ? part : null;

    private static bool? Bool(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetBoolean() : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static ImmutableArray<string> List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(e => e.GetString()!)] : [];
}
