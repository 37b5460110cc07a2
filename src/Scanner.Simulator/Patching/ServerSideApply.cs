using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>Server-side apply: merges a configuration, refuses what others own with other values, drops what it no longer lists.</summary>
internal sealed class ServerSideApply(ResourceType type, string subresource, string manager, bool force, TimeProvider time)
{
    private const string BeforeFirst = "before-first-apply";

    /// <param name="live">The stored object; null to create.</param>
    /// <param name="config">The applied configuration, of the right kind and version.</param>
    /// <returns>The merged object with its managedFields, or the refusal.</returns>
    public (JsonObject? Merged, ApiStatus? Refusal) Apply(JsonObject? live, JsonObject config)
    {
        if (config.Object("metadata")?["managedFields"] is not null)
            return (null, ApiStatus.Failure(400, "BadRequest", "metadata.managedFields must be nil"));
        if (TypedValidation.Errors(config, type.Shape, duplicates: false) is { Count: > 0 } errors)
            return (null, ApiStatus.Failure(500, null, $"failed to create typed patch object ({Describe(config)}): {TypedValidation.Join(errors)}"));
        var before = ManagedFields.WithoutEntries(live ?? ManagedFields.Empty(type));
        var entries = Entries(live, before);
        var own = new ManagerEntry(manager, ManagerEntry.Apply, type.ApiVersion, subresource, null, Claimed(config));
        var last = entries.Find(e => e.IsSameOwner(own));
        var others = entries.Where(e => e != last).ToList();

        var merged = (JsonObject?)TypedMerge.Merge(before, config, type.Shape) ?? [];
        if (last is { Fields.IsEmpty: false })
            merged = new ApplyPruning(type.Shape, last.Fields, [own.Fields, .. others.Select(o => o.Fields)]).Prune(merged);

        var change = TypedComparison.Of(before, merged, type.Shape).Where(set => ResetFields.Without(set, type, subresource));
        var gained = change.Modified.Union(change.Added);
        var conflicts = others.Select(e => (Entry: e, Fields: e.Fields.Intersect(gained))).Where(c => !c.Fields.IsEmpty).ToArray();
        if (conflicts.Length > 0 && !force && !new LastApplied(type, live).Allows(manager, ref conflicts))
            return (null, ApplyConflicts.Describe(conflicts));

        var unchanged = JsonNode.DeepEquals(before, merged);
        own = own with { Time = unchanged ? last?.Time : ObjectMetadata.Timestamp(time), Fields = ManagedFields.Strip(own.Fields) };
        ManagedFields.Write(merged, [.. others.Select(e => e with { Fields = e.Fields.Except(gained).Except(change.Removed) }), own]);
        LastApplied.Follow(merged, config, manager);
        return (merged, null);
    }

    private FieldSet Claimed(JsonObject config) => ResetFields.Without(TypedFields.Of(config, type.Shape), type, subresource);

    // An object that nobody owns is as if somebody had made it before.
    private List<ManagerEntry> Entries(JsonObject? live, JsonObject before)
    {
        var entries = ManagedFields.Entries(live ?? []);
        if (entries.Count > 0 || live is null)
            return entries;
        var somebody = new ManagerEntry(BeforeFirst, ManagerEntry.Update, type.ApiVersion, subresource, null, new FieldSet());
        return ManagedFields.Updated(ManagedFields.Empty(type), before, [], type, somebody, time);
    }

    private string Describe(JsonObject config) => $"{config.Namespace()}/{config.Name()}; {(type.Group.Length == 0 ? "/" : "")}{type.ApiVersion}, Kind={type.Kind}";
}
