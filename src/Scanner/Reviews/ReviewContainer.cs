using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Probes;
using Scanner.Policies.Cel.Values;
using Scanner.Probing;

namespace Scanner.Reviews;

/// <summary>The container that a request adds.</summary>
internal static class ReviewContainer
{
    private const string DefaultName = "debugger";

    public static JsonElement Of(ProbeProfile profile)
    {
        using var document = JsonDocument.Parse(ProbeManifest.Container(profile, DefaultName, ScanOptions.DefaultProbeImage));
        return document.RootElement.Clone();
    }

    /// <summary>With a name and an image where there is none, as in the files of <c>kubectl debug --custom</c>.</summary>
    public static JsonElement Complete(JsonElement container)
    {
        var copy = JsonObject.Create(container.Clone())!;
        copy["name"] ??= DefaultName;
        copy["image"] ??= ScanOptions.DefaultProbeImage;
        return JsonValues.ToElement(copy);
    }
}
