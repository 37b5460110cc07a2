using System.Text.Json.Nodes;

namespace Scanner.Simulator.Api;

/// <summary>The stored objects, as authorization and admission read them. Returned objects must not be changed.</summary>
public interface IClusterView
{
    /// <summary>Objects of a resource in name order; <paramref name="ns"/> null means all namespaces.</summary>
    IReadOnlyList<JsonObject> List(string group, string resource, string? ns = null);

    JsonObject? Get(string group, string resource, string? ns, string name);
}
