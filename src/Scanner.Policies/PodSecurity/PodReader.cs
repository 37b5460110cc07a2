using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.PodSecurity;
using Scanner.Core.Cluster;
using Scanner.Policies.Matching;

namespace Scanner.Policies.PodSecurity;

/// <summary>Reads what Pod Security judges from the JSON of a pod.</summary>
internal static class PodReader
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    private static readonly ImmutableHashSet<string> s_allowedVolumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

    public static PodSecurityFacts Pod(JsonElement pod)
    {
        var spec = MatchReader.Child(pod, "spec");
        var volumes = MatchReader.Items(spec, "volumes").ToList();
        return new PodSecurityFacts
        {
            SecurityContext = Context(MatchReader.Child(spec, "securityContext")),
            Windows = MatchReader.Text(MatchReader.Child(spec, "os"), "name") == "windows",
            HostUsersFalse = Flag(spec, "hostUsers") == false,
            HostNamespaces = Flag(spec, "hostNetwork") == true || Flag(spec, "hostPID") == true || Flag(spec, "hostIPC") == true,
            HostPathVolume = volumes.Exists(v => MatchReader.Child(v, "hostPath") is not null),
            RestrictedVolume = volumes.Exists(v => !IsAllowedVolume(v)),
            AppArmorAnnotations = Annotations(pod),
            Sysctls = [.. MatchReader.Items(MatchReader.Child(spec, "securityContext"), "sysctls").Select(s => MatchReader.Text(s, "name"))],
        };
    }

    public static PodDetails Details(JsonElement pod)
    {
        var spec = MatchReader.Child(pod, "spec");
        var volumes = MatchReader.Items(spec, "volumes").ToList();
        var restricted = volumes.FindAll(v => !IsAllowedVolume(v));
        var types = restricted.Select(TypeOf).Distinct().Order(StringComparer.Ordinal).ToList();
        return new PodDetails(
            string.Join(", ", new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(f => Flag(spec, f) == true).Select(f => f + "=true")),
            Named("volume", volumes.FindAll(v => MatchReader.Child(v, "hostPath") is not null).ConvertAll(NameOf)),
            $"{Named("volume", restricted.ConvertAll(NameOf))} {(restricted.Count == 1 ? "uses" : "use")} {Named("restricted volume type", types)}");
    }

    /// <summary>Init containers, regular ones and ephemeral ones, in the order in which messages name them.</summary>
    public static List<ContainerFacts> Containers(JsonElement pod)
    {
        var spec = MatchReader.Child(pod, "spec");
        return [.. new[] { "initContainers", "containers", "ephemeralContainers" }.SelectMany(l => MatchReader.Items(spec, l)).Select(Container)];
    }

    private static ContainerFacts Container(JsonElement json) => new(
        MatchReader.Text(json, "name"),
        Context(MatchReader.Child(json, "securityContext")),
        MatchReader.Items(json, "ports").Any(p => Number(p, "hostPort") is not (null or 0)),
        HasHandlerHost(json),
        MatchReader.Text(json, "image"));

    private static bool HasHandlerHost(JsonElement container)
    {
        var lifecycle = MatchReader.Child(container, "lifecycle");
        JsonElement?[] handlers =
        [
            MatchReader.Child(container, "livenessProbe"), MatchReader.Child(container, "readinessProbe"), MatchReader.Child(container, "startupProbe"),
            MatchReader.Child(lifecycle, "postStart"), MatchReader.Child(lifecycle, "preStop"),
        ];
        return handlers.Any(h => MatchReader.Text(MatchReader.Child(h, "httpGet"), "host").Length + MatchReader.Text(MatchReader.Child(h, "tcpSocket"), "host").Length > 0);
    }

    private static SecurityContextFacts Context(JsonElement? json)
    {
        if (json is null)
            return SecurityContextFacts.Empty;
        var capabilities = MatchReader.Child(json, "capabilities");
        var linux = MatchReader.Child(json, "seLinuxOptions");
        return new SecurityContextFacts
        {
            Privileged = Flag(json, "privileged"),
            AllowPrivilegeEscalation = Flag(json, "allowPrivilegeEscalation"),
            AddedCapabilities = MatchReader.Texts(capabilities, "add"),
            DroppedCapabilities = MatchReader.Texts(capabilities, "drop"),
            RunAsNonRoot = Flag(json, "runAsNonRoot"),
            RunAsUser = Number(json, "runAsUser"),
            ProcMount = MatchReader.Child(json, "procMount") is null ? null : MatchReader.Text(json, "procMount"),
            SeccompProfile = Profile(json, "seccompProfile"),
            AppArmorProfile = Profile(json, "appArmorProfile"),
            SeLinux = linux is null ? null : new SeLinuxFacts(MatchReader.Text(linux, "type"), MatchReader.Text(linux, "user"), MatchReader.Text(linux, "role")),
            HostProcess = Flag(MatchReader.Child(json, "windowsOptions"), "hostProcess"),
        };
    }

    private static string? Profile(JsonElement? json, string name) =>
        MatchReader.Child(json, name) is { ValueKind: JsonValueKind.Object } profile ? MatchReader.Text(profile, "type") : null;

    private static bool IsAllowedVolume(JsonElement volume) =>
        volume.ValueKind == JsonValueKind.Object && volume.EnumerateObject().Any(f => s_allowedVolumes.Contains(f.Name));

    private static ImmutableDictionary<string, string> Annotations(JsonElement pod) =>
        MatchReader.Child(MatchReader.Child(pod, "metadata"), "annotations") is { ValueKind: JsonValueKind.Object } all
            ? all.EnumerateObject().Where(a => a.Name.StartsWith(AppArmorAnnotation, StringComparison.Ordinal))
                .ToImmutableDictionary(a => a.Name[AppArmorAnnotation.Length..], a => a.Value.ToString())
            : ImmutableDictionary<string, string>.Empty;

    private static string NameOf(JsonElement volume) => MatchReader.Text(volume, "name");

    private static string TypeOf(JsonElement volume) => volume.ValueKind == JsonValueKind.Object
        ? volume.EnumerateObject().Select(f => f.Name).FirstOrDefault(n => n != "name") ?? "unknown"
        : "unknown";

    private static string Named(string one, List<string> names) => $"{one}{(names.Count == 1 ? "" : "s")} \"{string.Join("\", \"", names)}\"";

    private static bool? Flag(JsonElement? json, string name) =>
        MatchReader.Child(json, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.ValueKind == JsonValueKind.True : null;

    private static long? Number(JsonElement? json, string name) =>
        MatchReader.Child(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
