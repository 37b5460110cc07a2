using System.Text.Json;

namespace Scanner.Policies.Cel.Values;

/// <summary>A JSON object as a map. Its values are made when one is asked for: a policy reads a few fields of a pod.</summary>
/// <param name="json">An object without halves of surrogate pairs, whose document is not given back as long as the map is used.</param>
internal sealed class JsonMap(JsonElement json) : CelMap
{
    public override int Count => Entries.Count;

    public override IEnumerable<CelValue> Keys => Entries.Keys;

    // Two threads may both make them, and get the same.
    private Dictionary<CelValue, CelValue> Entries => field ??= JsonValues.Entries(json, JsonValues.FromLate);

    public override CelValue? Find(CelValue key) => Entries.GetValueOrDefault(key);
}
