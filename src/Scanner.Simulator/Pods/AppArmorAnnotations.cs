using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>From 1.30 on the AppArmor profile of a container is a field; the annotation that was there before fills it when it is created.</summary>
internal static class AppArmorAnnotations
{
    private const string Prefix = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>Fills the fields in, in place, and returns the warnings.</summary>
    public static IEnumerable<string> Sync(JsonObject pod)
    {
        var spec = pod.Object("spec");
        if (spec.Object("os").Text("name") == "windows")
            yield break;
        var annotations = pod.Annotations();
        var all = spec.Objects("initContainers").Concat(spec.Objects("containers")).Concat(spec.Objects("ephemeralContainers"));
        foreach (var container in all.Where(c => c.Object("securityContext").Object("appArmorProfile") is null))
        {
            var key = Prefix + PodRules.NameOf(container);
            if (!annotations.TryGetValue(key, out var text))
                continue;
            var profile = Profile(text);
            var isOfPod = profile is not null && JsonNode.DeepEquals(profile, spec.Object("securityContext").Object("appArmorProfile"));
            if (profile is not null && !isOfPod)
                Set(container, profile);
            if (!isOfPod)
                yield return $"metadata.annotations[{key}]: deprecated since v1.30; use the \"appArmorProfile\" field instead";
        }
    }

    private static void Set(JsonObject container, JsonObject profile)
    {
        if (container.Object("securityContext") is null)
            container["securityContext"] = new JsonObject();
        container.Object("securityContext")!["appArmorProfile"] = profile;
    }

    private static JsonObject? Profile(string text)
    {
        const string Localhost = "localhost/";
        return text switch
        {
            "unconfined" => new JsonObject { ["type"] = "Unconfined" },
            "runtime/default" => new JsonObject { ["type"] = "RuntimeDefault" },
            _ when text.StartsWith(Localhost, StringComparison.Ordinal) && text.Length > Localhost.Length =>
                new JsonObject { ["type"] = "Localhost", ["localhostProfile"] = text[Localhost.Length..] },
            _ => null,
        };
    }
}
