using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>Owner references that are there twice are taken once, with a warning.</summary>
internal static class OwnerReferences
{
    /// <summary>Removes repetitions, in place, and returns the warning, if any.</summary>
    public static IReadOnlyList<string> Dedup(JsonObject obj, bool afterAdmission)
    {
        if (obj.Metadata()["ownerReferences"] is not JsonArray references)
            return [];
        var uids = new List<string>();
        for (var i = references.Count - 1; i > 0; i--)
        {
            if (!references.Take(i).Any(r => JsonNode.DeepEquals(r, references[i])))
                continue;
            uids.Insert(0, (references[i] as JsonObject)?.Text("uid") ?? "");
            references.RemoveAt(i);
        }

        return uids.Count == 0
            ? []
            : [$".metadata.ownerReferences contains duplicate entries{(afterAdmission ? " after mutating admission happens" : "")}; API server dedups owner "
                + "references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: "
                + string.Join(", ", uids)];
    }
}
