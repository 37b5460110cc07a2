using System.Text.Json.Nodes;
using Scanner.Simulator.Storage;

namespace Scanner.SimulatedTime.Clusters;

/// <summary>Writes pods, and knows which versions of them somebody else has written.</summary>
internal sealed class Pods(ClusterStore store)
{
    private readonly Dictionary<string, string> _versions = store.List("", "pods").ToDictionary(Key, Version);

    /// <summary>A running pod of one harmless container.</summary>
    public void Add(string ns, string name)
    {
        var pod = store.Apply(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = "web" }) },
            ["status"] = new JsonObject { ["phase"] = "Running" },
        });
        _versions[Key(pod)] = Version(pod);
    }

    /// <summary>Pods that were written by anybody but this run; empty as it must be.</summary>
    public IEnumerable<string> Written() => store.List("", "pods")
        .Where(p => _versions.GetValueOrDefault(Key(p)) != Version(p))
        .Select(p => $"pod {Key(p)} was written: version {Version(p)}, ours {_versions.GetValueOrDefault(Key(p))}");

    private static string Key(JsonObject pod) => $"{pod["metadata"]!["namespace"]}/{pod["metadata"]!["name"]}";

    private static string Version(JsonObject pod) => pod["metadata"]!["resourceVersion"]!.GetValue<string>();
}
