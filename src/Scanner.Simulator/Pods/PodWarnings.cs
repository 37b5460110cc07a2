using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>What the server warns of when a pod is created.</summary>
internal static class PodWarnings
{
    public static IEnumerable<string> GitRepos(JsonObject pod) => pod.Object("spec").Objects("volumes")
        .Select((volume, index) => (volume, index))
        .Where(v => v.volume.Object("gitRepo") is not null)
        .Select(v => $"spec.volumes[{v.index}].gitRepo: deprecated in v1.11, and disabled by default in v1.33+");
}
