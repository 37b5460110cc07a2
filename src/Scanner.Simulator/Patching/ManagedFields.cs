using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>Keeps <c>metadata.managedFields</c>: who owns which field.</summary>
internal static class ManagedFields
{
    /// <summary>Longest manager name, as the API validates it.</summary>
    private const int LongestName = 128;

    /// <summary>The manager of a request: its parameter, else the user agent up to the first slash.</summary>
    public static string ManagerOf(string? fieldManager, string? userAgent)
    {
        if (!string.IsNullOrEmpty(fieldManager))
            return fieldManager;
        var agent = userAgent ?? "";
        var slash = agent.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? agent : agent[..slash];
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, LongestName)];
    }

    /// <summary>Gives the fields that a create, update or patch changed to its manager, in place.</summary>
    public static void RecordUpdate(JsonObject obj, JsonObject? old, ResourceType type, string subresource, string manager, TimeProvider time)
    {
        var changed = FieldSetBuilder.Changed(old, obj, type);
        var removed = FieldSetBuilder.Removed(old, obj, type);
        var entries = Entries(old ?? obj).Where(e => e.Text("manager") is not null).ToList();
        if (changed.IsEmpty && removed.IsEmpty)
        {
            Write(obj, entries);
            return;
        }

        var lost = changed.Union(removed);
        var own = Find(entries, manager, "Update", type.ApiVersion, subresource);
        foreach (var entry in entries.Where(e => e != own))
            SetFields(entry, FieldsOf(entry).Except(lost));
        if (own is null)
            entries.Add(own = NewEntry(manager, "Update", type.ApiVersion, subresource));
        SetFields(own, FieldsOf(own).Except(removed).Union(changed));
        if (!changed.IsEmpty)
            own["time"] = ObjectMetadata.Timestamp(time);
        Write(obj, entries);
    }

    /// <summary>Copies of the entries, safe to change.</summary>
    public static IEnumerable<JsonObject> Entries(JsonObject obj) =>
        (obj.Object("metadata")?.Objects("managedFields") ?? []).Select(e => (JsonObject)e.DeepClone());

    public static FieldSet FieldsOf(JsonObject entry) =>
        entry.Object("fieldsV1") is { } fields ? FieldSet.FromJson(fields) : new FieldSet();

    public static void SetFields(JsonObject entry, FieldSet fields) => entry["fieldsV1"] = fields.ToJson();

    public static JsonObject? Find(IEnumerable<JsonObject> entries, string manager, string operation, string apiVersion, string subresource) =>
        entries.FirstOrDefault(e => e.Text("manager") == manager && e.Text("operation") == operation
            && (operation == "Apply" || e.Text("apiVersion") == apiVersion) && (e.Text("subresource") ?? "") == subresource);

    public static JsonObject NewEntry(string manager, string operation, string apiVersion, string subresource)
    {
        var entry = new JsonObject
        {
            ["manager"] = manager,
            ["operation"] = operation,
            ["apiVersion"] = apiVersion,
            ["time"] = null,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = new JsonObject(),
        };
        if (subresource.Length > 0)
            entry["subresource"] = subresource;
        return entry;
    }

    /// <summary>Puts the entries that still own something back, in the server's order: applies first, then by time and name.</summary>
    public static void Write(JsonObject obj, IEnumerable<JsonObject> entries)
    {
        var kept = entries.Where(e => !FieldsOf(e).IsEmpty)
            .OrderBy(e => e.Text("operation"), StringComparer.Ordinal)
            .ThenBy(e => e.Text("time"), StringComparer.Ordinal)
            .ThenBy(e => e.Text("manager"), StringComparer.Ordinal)
            .Select(JsonNode (e) => e)
            .ToArray();
        if (kept.Length == 0)
            obj.Metadata().Remove("managedFields");
        else
            obj.Metadata()["managedFields"] = new JsonArray(kept);
    }
}
