using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Engines;

/// <summary>Reads the version of an engine off the image that its Deployment runs.</summary>
internal static class EngineVersions
{
    private const int Longest = 40;

    /// <returns>Without a leading v; null where no image tells it.</returns>
    public static string? Of(string engine, PolicyObjects objects)
    {
        if (Repository(engine) is null)
            return null;
        var templates = objects.All(EngineDeployments.Group, EngineDeployments.Kind).Select(Template);
        var pods = objects.All("", "Pod").Select(p => (JsonElement?)p);
        return templates.Concat(pods).SelectMany(Images).Select(i => Tag(i, engine)).FirstOrDefault(t => t is not null);
    }

    /// <summary>The last part of the image's name; what stands before it differs where images are mirrored. Null for engines without one.</summary>
    public static string? Repository(string engine) => engine switch
    {
        EngineNames.Gatekeeper => "gatekeeper",
        EngineNames.Kyverno => "kyverno",
        EngineNames.Kubewarden => "kubewarden-controller",
        _ => null,
    };

    /// <summary>What the pods of a Deployment are made of.</summary>
    public static JsonElement? Template(JsonElement deployment) => MatchReader.Child(MatchReader.Child(deployment, "spec"), "template");

    /// <param name="pod">A pod, or what pods are made of.</param>
    public static IEnumerable<string> Images(JsonElement? pod) => Containers(pod).Select(c => MatchReader.Text(c, "image"));

    /// <param name="pod">A pod, or what pods are made of.</param>
    public static IEnumerable<JsonElement> Containers(JsonElement? pod) => MatchReader.Items(MatchReader.Child(pod, "spec"), "containers");

    /// <summary>The image is that of the engine, in whatever version.</summary>
    public static bool IsOf(string image, string engine) => Repository(engine) is { } repository && Name(image)[0] == repository;

    /// <returns>The version; null where the image is not that of the engine, or has no version.</returns>
    public static string? Tag(string image, string engine)
    {
        var name = Name(image);
        if (name.Length != 2 || name[0] != Repository(engine))
            return null;
        var tag = name[1].StartsWith('v') ? name[1][1..] : name[1];
        return tag.Length is > 0 and <= Longest && char.IsAsciiDigit(tag[0]) && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+') ? tag : null;
    }

    /// <summary>The last part of the repository, and the tag where there is one.</summary>
    private static string[] Name(string image) => image[(image.LastIndexOf('/') + 1)..].Split('@')[0].Split(':');
}
