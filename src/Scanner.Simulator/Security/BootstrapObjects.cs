using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Security;

/// <summary>What every cluster has from its first moment: system namespaces, default roles and bindings.</summary>
internal static class BootstrapObjects
{
    private const string Manager = "kube-apiserver";

    public static void Load(ClusterStore store)
    {
        foreach (var name in new[] { "kube-system", "kube-public", "default", "kube-node-lease" })
        {
            store.Apply(
                new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } },
                Manager);
        }

        using var stream = EmbeddedText.Open("bootstrap-rbac.json");
        foreach (var obj in JsonNode.Parse(stream)!.AsArray())
            store.Apply(obj!.AsObject(), Manager);
    }
}
