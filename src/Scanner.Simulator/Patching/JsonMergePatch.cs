using System.Text.Json.Nodes;

namespace Scanner.Simulator.Patching;

/// <summary>RFC 7386.</summary>
internal static class JsonMergePatch
{
    /// <summary>Changes <paramref name="target"/> in place. Nulls in what the target does not have vanish.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (field, value) in patch)
        {
            if (value is null)
                target.Remove(field);
            else if (value is JsonObject nested)
                Apply(Into(target, field), nested);
            else
                target[field] = value.DeepClone();
        }
    }

    private static JsonObject Into(JsonObject target, string field)
    {
        if (target[field] is JsonObject found)
            return found;
        var made = new JsonObject();
        target[field] = made;
        return made;
    }
}
