using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Cluster;
using Scanner.Fixtures;

namespace Scanner.Core.Tests;

/// <summary>One recorded request and the answer of a real API server.</summary>
internal sealed class Recording
{
    /// <summary>What the recorded probes call their container.</summary>
    public const string EphemeralName = "probe-7f3a";

    public const string RegularName = "probe";

    private readonly JsonElement _response;

    private Recording(string name, JsonElement root)
    {
        Name = name;
        _response = root.GetProperty("response");
    }

    /// <summary>Folder and file below <c>recordings</c>, without the ending.</summary>
    public string Name { get; }

    public bool IsRegular => Name.Contains(".regular-privileged", StringComparison.Ordinal);

    public ProbeProfile Profile => Name.Contains(".benign", StringComparison.Ordinal) ? ProbeProfile.Benign : ProbeProfile.Privileged;

    public string ContainerName => IsRegular ? RegularName : EphemeralName;

    public static Recording Load(string name)
    {
        var path = Fixture.PathOf("recordings", name + ".json");
        return new Recording(name, JsonDocument.Parse(File.ReadAllBytes(path)).RootElement);
    }

    /// <summary>Names of all recorded probes and probe errors, of Kubernetes alone and with Gatekeeper and Kyverno.</summary>
    public static IEnumerable<string> AllProbes()
    {
        var root = Fixture.PathOf("recordings");
        return Fixture.Files("*.json", "recordings")
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/')[..^".json".Length])
            .Where(IsProbe);
    }

    public ProbeAnswer Answer()
    {
        var status = _response.GetProperty("status").GetInt32();
        var body = _response.GetProperty("body");
        var warnings = Warnings();
        if (status < 300)
            return new ProbeAnswer.Accepted(status, Returned(body)) { Warnings = warnings };
        var details = body.TryGetProperty("details", out var d) ? d : default;
        return new ProbeAnswer.Refused(status, Text(body, "reason"), Text(body, "message"), Text(details, "name"), Text(details, "kind"), Causes(details))
        {
            Warnings = warnings,
        };
    }

    private static bool IsProbe(string name) =>
        name.Contains("/probe-errors/", StringComparison.Ordinal)
        || ((name.EndsWith(".benign", StringComparison.Ordinal) || name.Contains("privileged", StringComparison.Ordinal))
            && !name.Contains("VERDICTS", StringComparison.Ordinal));

    private ImmutableArray<string> Warnings() =>
        _response.TryGetProperty("headers", out var headers) && headers.TryGetProperty("warning", out var warning)
            ? [.. (warning.ValueKind == JsonValueKind.Array ? warning.EnumerateArray().Select(w => w.GetString()!) : [warning.GetString()!])]
            : [];

    private SecurityContextFacts? Returned(JsonElement pod)
    {
        var containers = pod.GetProperty("spec").TryGetProperty(IsRegular ? "containers" : "ephemeralContainers", out var list) ? list : default;
        if (containers.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var container in containers.EnumerateArray())
        {
            if (container.GetProperty("name").GetString() == ContainerName)
                return container.TryGetProperty("securityContext", out var context) ? TestPods.SecurityContext(context) : SecurityContextFacts.Empty;
        }

        return null;
    }

    private static ImmutableArray<StatusCause> Causes(JsonElement details) =>
        details.ValueKind == JsonValueKind.Object && details.TryGetProperty("causes", out var causes)
            ? [.. causes.EnumerateArray().Select(c => new StatusCause(Text(c, "reason"), Text(c, "message"), Text(c, "field")))]
            : [];

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
