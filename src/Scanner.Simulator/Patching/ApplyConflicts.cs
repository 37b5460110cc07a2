using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>The 409 of server-side apply: one cause a field.</summary>
internal static class ApplyConflicts
{
    public static ApiStatus Describe(IReadOnlyList<(ManagerEntry Entry, FieldSet Fields)> conflicts)
    {
        var fields = conflicts
            .OrderBy(c => c.Entry.Manager, StringComparer.Ordinal)
            .ThenBy(c => c.Entry.Operation, StringComparer.Ordinal)
            .Select(c => (Manager: c.Entry.ToString(), Paths: c.Fields.Paths().Select(p => string.Concat(p.Select(PathElement.Print))).ToArray()))
            .ToArray();
        var count = fields.Sum(f => f.Paths.Length);
        var text = count == 1
            ? $"1 conflict: conflict with {fields[0].Manager}: {fields[0].Paths[0]}"
            : $"{count} conflicts: " + string.Join('\n', fields.Select(f => $"conflicts with {f.Manager}:{string.Concat(f.Paths.Select(p => "\n- " + p))}"));
        var causes = fields.SelectMany(f => f.Paths.Select(JsonNode (p) => new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = "conflict with " + f.Manager,
            ["field"] = p,
        }));
        return ApiStatus.Failure(409, "Conflict", "Apply failed with " + text, new JsonObject { ["causes"] = new JsonArray([.. causes]) });
    }
}
