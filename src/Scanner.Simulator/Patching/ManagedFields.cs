using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>Keeps <c>metadata.managedFields</c>: who owns which field.</summary>
internal static class ManagedFields
{
    /// <summary>Longest manager name, as the API validates it.</summary>
    public const int LongestName = 128;

    // More entries of updates than these are joined, the oldest first.
    private const int MostUpdaters = 10;
    private const string Joined = "ancient-changes";

    // What the server itself decides; never owned by anybody.
    private static readonly FieldSet Stripped = FieldSet.OfFields(
        ["apiVersion"], ["kind"], ["metadata"], ["metadata", "name"], ["metadata", "namespace"], ["metadata", "creationTimestamp"], ["metadata", "selfLink"],
        ["metadata", "uid"], ["metadata", "clusterName"], ["metadata", "generation"], ["metadata", "managedFields"], ["metadata", "resourceVersion"]);

    /// <summary>The manager of a request: its parameter, else the printable user agent up to the first slash.</summary>
    public static string ManagerOf(string? fieldManager, string? userAgent)
    {
        if (!string.IsNullOrEmpty(fieldManager))
            return fieldManager;
        var agent = userAgent ?? "";
        var slash = agent.IndexOf('/', StringComparison.Ordinal);
        var name = string.Concat((slash < 0 ? agent : agent[..slash]).Where(c => !char.IsControl(c)));
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, LongestName)];
    }

    /// <summary>Gives the fields that a create, update or patch changed to its manager.</summary>
    /// <param name="obj">The object as it shall be; its own managedFields count when they can be read.</param>
    /// <param name="old">The stored object; null when it is created.</param>
    /// <param name="into">The object whose managedFields are written; <paramref name="obj"/> itself when null.</param>
    public static void RecordUpdate(
        JsonObject obj, JsonObject? old, ResourceType type, string subresource, string manager, TimeProvider time, JsonObject? into = null)
    {
        into ??= obj;
        var entries = Given(obj, old, subresource);
        if (entries.Count == 0 && old is not null)
        {
            into.Metadata().Remove("managedFields"); // ownership once given up is not taken up again but by an apply
            return;
        }

        var own = new ManagerEntry(manager, ManagerEntry.Update, type.ApiVersion, subresource, null, new FieldSet());
        Write(into, Cap(Updated(WithoutEntries(old ?? Empty(type)), WithoutEntries(obj), entries, type, own, time)));
    }

    /// <summary>What entries become when somebody changes an object by an update.</summary>
    public static List<ManagerEntry> Updated(
        JsonObject old, JsonObject obj, IReadOnlyList<ManagerEntry> entries, ResourceType type, ManagerEntry own, TimeProvider time)
    {
        var change = TypedComparison.Of(old, obj, type.Shape).Where(set => ResetFields.Without(set, type, own.Subresource));
        var gained = change.Modified.Union(change.Added);
        var kept = entries.Select(e => e with { Fields = e.Fields.Except(gained).Except(change.Removed) }).Where(e => !e.Fields.IsEmpty).ToList();
        gained = Strip(gained);
        if (gained.IsEmpty)
            return kept;
        var at = kept.FindIndex(e => e.IsSameOwner(own));
        var mine = own with { Time = ObjectMetadata.Timestamp(time), Fields = at < 0 ? gained : gained.Union(kept[at].Fields) };
        if (at < 0)
            kept.Add(mine);
        else
            kept[at] = mine;
        return kept;
    }

    /// <summary>Without what nobody can own.</summary>
    public static FieldSet Strip(FieldSet fields) => fields.Except(Stripped);

    /// <summary>The entries of an object; empty when one of them cannot be read.</summary>
    public static List<ManagerEntry> Entries(JsonObject obj)
    {
        var entries = (obj.Object("metadata")?.Objects("managedFields") ?? []).Select(ManagerEntry.Read).ToList();
        return entries.Contains(null) ? [] : [.. entries.OfType<ManagerEntry>()];
    }

    /// <summary>Puts the entries that still own something back, in the server's order: applies first, then by time and name.</summary>
    public static void Write(JsonObject obj, IEnumerable<ManagerEntry> entries)
    {
        var kept = entries.Where(e => !e.Fields.IsEmpty)
            .OrderBy(e => e.Operation, StringComparer.Ordinal)
            .ThenBy(e => e.Time, StringComparer.Ordinal)
            .ThenBy(e => e.Manager, StringComparer.Ordinal)
            .ThenBy(e => e.ApiVersion, StringComparer.Ordinal)
            .ThenBy(e => e.Subresource, StringComparer.Ordinal)
            .Select(JsonNode (e) => e.ToJson())
            .ToArray();
        if (kept.Length == 0)
            obj.Metadata().Remove("managedFields");
        else
            obj.Metadata()["managedFields"] = new JsonArray(kept);
    }

    /// <summary>An object of this type before anything is set, as the server compares a new one with.</summary>
    public static JsonObject Empty(ResourceType type)
    {
        var empty = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion };
        if (type.Custom is null)
            TypedObject.Complete(empty, type.Shape);
        return empty;
    }

    /// <summary>A copy without managedFields, which are no fields of their own.</summary>
    public static JsonObject WithoutEntries(JsonObject obj)
    {
        var copy = (JsonObject)obj.DeepClone();
        copy.Object("metadata")?.Remove("managedFields");
        return copy;
    }

    // A client may edit managedFields, though not through a subresource; a client that does not know them keeps them.
    private static List<ManagerEntry> Given(JsonObject obj, JsonObject? old, string subresource)
    {
        var stored = Entries(old ?? []);
        if (subresource.Length > 0)
            return stored;
        if (obj.Object("metadata")?["managedFields"] is JsonArray given && (given.Count == 0 || given is [JsonObject { Count: 0 }]))
            return [];
        var read = Entries(obj);
        return read.Count > 0 ? read : stored;
    }

    private static List<ManagerEntry> Cap(List<ManagerEntry> entries)
    {
        var updaters = new Queue<ManagerEntry>(entries.Where(e => !e.IsApply)
            .OrderBy(e => e.Time, StringComparer.Ordinal).ThenBy(e => e.Manager, StringComparer.Ordinal));
        while (updaters.Count > MostUpdaters)
        {
            var first = updaters.Dequeue();
            if (updaters.FirstOrDefault(u => u.ApiVersion == first.ApiVersion) is not { } second)
                continue;
            entries.Remove(first);
            entries.Remove(second);
            var bucket = new ManagerEntry(Joined, ManagerEntry.Update, first.ApiVersion, "", second.Time, first.Fields.Union(second.Fields));
            entries.Add(bucket);
            updaters = new Queue<ManagerEntry>([bucket, .. updaters.Where(u => u != second)]);
        }

        return entries;
    }
}
