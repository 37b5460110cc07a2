using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Storage;

/// <summary>Events are stored once and served in two groups, whose field names differ (k8s:pkg/apis/events/v1/conversion.go).</summary>
internal static class EventForms
{
    public const string NewVersion = "events.k8s.io/v1";

    private static readonly (string Core, string New)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("count", "deprecatedCount"),
        ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("reportingComponent", "reportingController"),
    ];

    /// <summary>The name in the core group of a field, or of the field at the beginning of a path.</summary>
    public static string CorePath(string path)
    {
        var first = path.Split('.')[0];
        var core = Array.Find(Names, n => n.New == first).Core;
        return core is null ? path : core + path[first.Length..];
    }

    /// <summary>A copy as the core group has it, which is what is stored.</summary>
    public static JsonObject ToCore(JsonObject obj)
    {
        var core = Renamed(obj, field => Array.Find(Names, n => n.New == field).Core);
        foreach (var field in new[] { "reportingComponent", "reportingInstance" }.Where(f => core[f] is null))
            core[field] = "";
        return core;
    }

    /// <summary>A copy as events.k8s.io has it.</summary>
    public static JsonObject FromCore(JsonObject obj)
    {
        var renamed = Renamed(obj, field => Array.Find(Names, n => n.Core == field).New);
        foreach (var field in new[] { "reportingController", "reportingInstance" }.Where(f => renamed.Text(f)?.Length == 0))
            renamed.Remove(field);
        return renamed;
    }

    private static JsonObject Renamed(JsonObject obj, Func<string, string?> name) =>
        new(obj.Select(p => KeyValuePair.Create(name(p.Key) ?? p.Key, p.Value?.DeepClone())));
}
