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
        if (Repository(engine) is not { } repository)
            return null;
        var templates = objects.All("apps", "Deployment").Select(d => MatchReader.Child(MatchReader.Child(d, "spec"), "template"));
        var pods = objects.All("", "Pod").Select(p => (JsonElement?)p);
        return templates.Concat(pods)
            .SelectMany(p => MatchReader.Items(MatchReader.Child(p, "spec"), "containers"))
            .Select(c => Tag(MatchReader.Text(c, "image"), repository))
            .FirstOrDefault(t => t is not null);
    }

    /// <summary>The last part of the image's name; what stands before it differs where images are mirrored.</summary>
    private static string? Repository(string engine) => engine switch
    {
        EngineNames.Gatekeeper => "gatekeeper",
        EngineNames.Kyverno => "kyverno",
        EngineNames.Kubewarden => "kubewarden-controller",
        _ => null,
    };

    private static string? Tag(string image, string repository)
    {
        var name = image[(image.LastIndexOf('/') + 1)..].Split('@')[0].Split(':');
        if (name.Length != 2 || name[0] != repository)
            return null;
        var tag = name[1].StartsWith('v') ? name[1][1..] : name[1];
        return tag.Length is > 0 and <= Longest && char.IsAsciiDigit(tag[0]) && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+') ? tag : null;
    }
}
