using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>Takes out of a merged object what a manager applied the last time and does not apply now, unless somebody else owns it.</summary>
/// <param name="last">What the manager owned before.</param>
/// <param name="owned">What others own, and what the manager owns now.</param>
internal sealed class ApplyPruning(SchemaType type, FieldSet last, IReadOnlyList<FieldSet> owned)
{
    public JsonObject Prune(JsonObject merged)
    {
        var pruned = Remove(merged, Named(last));
        // Parents went with all they hold, so what is owned in them comes back, and so does what the manager never owned.
        var everybody = owned.Aggregate((a, b) => a.Union(b));
        pruned = Remove(merged, Fields(merged).Except(Fields(pruned).Union(Named(everybody))));
        return Remove(merged, Fields(merged).Except(Fields(pruned)).Intersect(Named(last)));
    }

    private FieldSet Fields(JsonObject obj) => Named(TypedFields.Of(obj, type));

    private FieldSet Named(FieldSet fields) => fields.WithNamedFields(type);

    private JsonObject Remove(JsonObject obj, FieldSet fields) => (JsonObject?)TypedRemoval.Without(obj, fields, type) ?? [];
}
