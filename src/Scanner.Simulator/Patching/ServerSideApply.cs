using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>Server-side apply: merges a configuration, refuses what others own with other values, drops what it no longer lists.</summary>
internal static class ServerSideApply
{
    /// <param name="live">The stored object; null to create.</param>
    /// <param name="config">The applied configuration.</param>
    /// <returns>The merged object with its managedFields, or the refusal.</returns>
    public static (JsonObject? Merged, ApiStatus? Refusal) Apply(
        JsonObject? live, JsonObject config, ResourceType type, string subresource, string manager, bool force, TimeProvider time)
    {
        var claimed = FieldSetBuilder.Claimed(config, type);
        var entries = ManagedFields.Entries(live ?? []).ToList();
        var own = ManagedFields.Find(entries, manager, "Apply", type.ApiVersion, subresource);
        var others = entries.Where(e => e != own).ToArray();

        var differing = live is null ? new FieldSet() : FieldSetBuilder.Changed(live, config, type).Intersect(claimed);
        var conflicts = others
            .Select(e => (Entry: e, Fields: ManagedFields.FieldsOf(e).Intersect(differing)))
            .Where(c => !c.Fields.IsEmpty)
            .ToArray();
        if (conflicts.Length > 0 && !force)
            return (null, ApplyConflicts.Describe(conflicts));
        foreach (var (entry, fields) in conflicts)
            ManagedFields.SetFields(entry, ManagedFields.FieldsOf(entry).Except(fields));

        var merged = live is null ? new JsonObject() : (JsonObject)live.DeepClone();
        Merge(merged, config, FieldShape.Root(type.Custom is not null, type.Schema));
        var dropped = own is null ? new FieldSet() : ManagedFields.FieldsOf(own).Except(claimed);
        foreach (var entry in others)
            dropped = dropped.Except(ManagedFields.FieldsOf(entry));
        FieldRemover.Remove(merged, dropped);

        if (own is null)
            entries.Add(own = ManagedFields.NewEntry(manager, "Apply", type.ApiVersion, subresource));
        var changed = live is null || !ObjectMetadata.IsSame(merged, live) || !SameFields(own, claimed);
        ManagedFields.SetFields(own, claimed);
        own["apiVersion"] = type.ApiVersion;
        if (changed)
            own["time"] = ObjectMetadata.Timestamp(time);
        ManagedFields.Write(merged, entries);
        return (merged, null);
    }

    private static bool SameFields(JsonObject entry, FieldSet fields) =>
        JsonNode.DeepEquals(ManagedFields.FieldsOf(entry).ToJson(), fields.ToJson());

    private static void Merge(JsonObject target, JsonObject config, FieldShape shape)
    {
        foreach (var (field, value) in config)
        {
            var inner = shape.Field(field, value);
            switch (inner.Kind, value)
            {
                case (_, JsonObject metadata) when field == "metadata" && target.ContainsKey("metadata"):
                    MergeMetadata(target.Metadata(), metadata, inner);
                    break;
                case (FieldShapeKind.Granular, JsonObject obj):
                    Merge(target.ObjectOrNew(field), obj, inner);
                    break;
                case (FieldShapeKind.KeyedList or FieldShapeKind.Set, JsonArray array):
                    MergeMembers(target, field, array, inner);
                    break;
                default:
                    target[field] = value?.DeepClone();
                    break;
            }
        }
    }

    private static void MergeMetadata(JsonObject target, JsonObject config, FieldShape shape)
    {
        var copy = (JsonObject)config.DeepClone();
        copy.Remove("managedFields");
        copy.Remove("creationTimestamp");
        Merge(target, copy, shape);
    }

    private static void MergeMembers(JsonObject target, string field, JsonArray config, FieldShape shape)
    {
        if (target[field] is not JsonArray list)
            target[field] = list = [];
        foreach (var (element, value) in FieldSetBuilder.Members(config, shape))
        {
            var found = FieldSetBuilder.Members(list, shape).FirstOrDefault(m => m.Element == element).Value;
            if (found is null)
                list.Add(value?.DeepClone());
            else if (found is JsonObject obj && value is JsonObject patch)
                Merge(obj, patch, shape.Element());
        }
    }
}
