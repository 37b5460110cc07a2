using System.Text.Json.Nodes;

namespace Scanner.Simulator.Decoding;

/// <summary>The keys of those objects of a text that name one more than once, as often and in the order they are written.</summary>
internal sealed class RepeatedKeys
{
    private readonly Dictionary<JsonObject, List<string>> _keys = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where each repetition stands in a YAML text: its line, counted from 1, and its key.</summary>
    public List<(int Line, string Key)> Lines { get; } = [];

    public void Add(JsonObject obj, List<string> keys) => _keys[obj] = keys;

    /// <summary>All keys as written; those of the object when none is repeated.</summary>
    public IEnumerable<string> Of(JsonObject obj) => _keys.TryGetValue(obj, out var keys) ? keys : obj.Select(p => p.Key);

    /// <summary>Every repetition as its path, such as <c>data.k</c>, in the order of the text.</summary>
    public IReadOnlyList<string> Paths(JsonNode? root)
    {
        var found = new List<string>();
        Visit(root, "", found);
        return found;
    }

    /// <summary>The repetitions in the words of the YAML decoder.</summary>
    public IEnumerable<string> YamlErrors() => Lines.Select(l => $"line {l.Line}: key \"{l.Key}\" already set in map");

    public static string JoinYamlErrors(IEnumerable<string> errors) => "yaml: unmarshal errors:" + string.Concat(errors.Select(e => "\n  " + e));

    private void Visit(JsonNode? node, string path, List<string> found)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
                Visit(array[i], $"{path}[{i}]", found);
        }

        if (node is not JsonObject obj || _keys.Count == 0)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in Of(obj))
        {
            var at = path.Length == 0 ? key : $"{path}.{key}";
            if (seen.Add(key))
                Visit(obj[key], at, found);
            else if (!found.Contains(at, StringComparer.Ordinal))
                found.Add(at);
        }
    }
}
