using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Probes;
using Scanner.Probing;

namespace Scanner.Reviews;

/// <summary>The container that a request adds.</summary>
internal static class ReviewContainer
{
    public const string DefaultName = "debugger";

    public static JsonElement Of(ProbeProfile profile)
    {
        using var document = JsonDocument.Parse(ProbeManifest.Container(profile, DefaultName, ScanOptions.DefaultProbeImage));
        return WithDefaults(document.RootElement);
    }

    /// <summary>
    /// With what the API server fills in before it asks any policy
    /// (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container), and a name and an image where there is none,
    /// as in the files of <c>kubectl debug --custom</c>.
    /// </summary>
    public static JsonElement WithDefaults(JsonElement container)
    {
        var copy = JsonObject.Create(container.Clone())!;
        Default(copy, "name", DefaultName);
        Default(copy, "image", ScanOptions.DefaultProbeImage);
        Default(copy, "imagePullPolicy", IsLatest(Text(copy, "image")) ? "Always" : "IfNotPresent");
        Default(copy, "terminationMessagePath", "/dev/termination-log");
        Default(copy, "terminationMessagePolicy", "File");
        copy.TryAdd("resources", new JsonObject());
        using var document = JsonDocument.Parse(copy.ToJsonString());
        return document.RootElement.Clone();
    }

    private static void Default(JsonObject container, string field, string value)
    {
        if (container[field] is null)
            container[field] = value;
    }

    private static string Text(JsonObject container, string field) =>
        container[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    // A reference without tag and digest means the tag latest.
    private static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
            return false;
        var name = image[(image.LastIndexOf('/') + 1)..];
        return !name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal);
    }
}
