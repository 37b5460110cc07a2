using System.Text.Json.Nodes;
using Scanner.Simulator.Decoding;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The form of a JSON patch, which the server checks before it applies it.</summary>
internal static class JsonPatchText
{
    private static readonly string[] Texts = ["op", "path", "from"];

    /// <exception cref="GoJsonException">Not a list of operations.</exception>
    public static void Check(JsonNode? patch)
    {
        if (patch is not (null or JsonArray))
            throw new GoJsonException($"json: cannot unmarshal {JsonWording.KindOf(patch)} into Go value of type []handlers.jsonPatchOp");
        foreach (var step in (patch as JsonArray ?? []).OfType<JsonNode>())
        {
            if (step is not JsonObject operation)
                throw new GoJsonException($"json: cannot unmarshal {JsonWording.KindOf(step)} into Go value of type handlers.jsonPatchOp");
            foreach (var field in Texts.Where(f => operation[f] is not null && operation.Text(f) is null))
                throw new GoJsonException($"json: cannot unmarshal {JsonWording.KindOf(operation[field]!)} into Go struct field jsonPatchOp.{field} of type string");
        }
    }

    /// <summary>Fields that no operation has, and repeated ones.</summary>
    public static IEnumerable<string> Problems(JsonNode? patch, RepeatedKeys repeated)
    {
        foreach (var (step, index) in (patch as JsonArray ?? []).Select((s, i) => (s as JsonObject, i)).Where(s => s.Item1 is not null))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var key in repeated.Of(step!))
            {
                if (!Texts.Contains(key, StringComparer.Ordinal) && key != "value")
                    yield return $"json patch unknown field \"[{index}].{key}\"";
                else if (!seen.Add(key))
                    yield return $"json patch duplicate field \"[{index}].{key}\"";
            }
        }
    }
}
