using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>
/// Which part of an object a write to a subresource may change, for types without a strategy: <c>/status</c> only the status,
/// the object itself everything but the status.
/// </summary>
internal static class Subresources
{
    /// <summary>Takes the other parts over from <paramref name="old"/>, in place.</summary>
    public static void KeepOthers(JsonObject obj, JsonObject old, ApiRequest request, SimulatorOptions options)
    {
        if (options.StrategyFor(request.Type) is not null)
            return;
        switch (request.Info.Subresource)
        {
            case "status":
                Keep(obj, old, field => field is not ("status" or "metadata" or "apiVersion" or "kind"));
                KeepMetadata(obj, old, request.Type);
                break;
            case "ephemeralcontainers":
                var containers = obj.Object("spec")?["ephemeralContainers"]?.DeepClone();
                Keep(obj, old, field => field is "spec" or "status");
                if (containers is not null)
                    obj.ObjectOrNew("spec")["ephemeralContainers"] = containers;
                break;
            case "" when request.Type.HasStatus:
                Keep(obj, old, field => field == "status");
                break;
        }
    }

    // The status of a custom resource changes nothing of its metadata but who owns what, that of a Deployment not its labels.
    private static void KeepMetadata(JsonObject obj, JsonObject old, ResourceType type)
    {
        if (type.Custom is not null)
            Keep(obj.Metadata(), old.Metadata(), field => field is not ("managedFields" or "resourceVersion"));
        else if (type.Kind == "Deployment")
            Keep(obj.Metadata(), old.Metadata(), field => field == "labels");
    }

    private static void Keep(JsonObject obj, JsonObject old, Func<string, bool> kept)
    {
        foreach (var field in obj.Select(p => p.Key).Where(kept).ToArray())
            obj.Remove(field);
        foreach (var (field, value) in old.Where(p => kept(p.Key)))
            obj[field] = value?.DeepClone();
    }
}
