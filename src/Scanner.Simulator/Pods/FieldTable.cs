using System.Text.Json.Nodes;

namespace Scanner.Simulator.Pods;

/// <summary>The field names that a type has on one server version: finds unknown ones, and brings an object into the server's form.</summary>
internal sealed class FieldTable
{
    private readonly Dictionary<string, (string Name, string? Type)[]> _types = new(StringComparer.Ordinal);
    private readonly string _root;

    /// <param name="text">Types as <see cref="PodSchema"/> describes them.</param>
    public FieldTable(string text, string root, KubernetesVersion version)
    {
        _root = root;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':');
            _types[line[..colon]] = [.. line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(f => Since(f) <= (int)version).Select(Parse)];
        }
    }

    /// <summary>Paths of fields that the type does not have, such as <c>spec.containers[0].imag</c>.</summary>
    public IReadOnlyList<string> Unknown(JsonObject obj)
    {
        List<string> paths = [];
        FindUnknown(obj, _root, "", paths);
        return paths;
    }

    /// <summary>Orders the fields as the server writes them, and drops unknown and null ones, as decoding into the type does.</summary>
    public void Normalize(JsonObject obj) => Normalize(obj, _root);

    private static int Since(string field) => field.IndexOf('@') is var at && at < 0 ? 0 : int.Parse(field.AsSpan(at + 1));

    private static (string Name, string? Type) Parse(string field)
    {
        var text = field.Split('@')[0].Split(':');
        return (text[0], text.Length > 1 ? text[1] : null);
    }

    private void FindUnknown(JsonObject obj, string type, string path, List<string> paths)
    {
        foreach (var (name, value) in obj)
        {
            var field = Array.Find(_types[type], f => f.Name == name);
            var where = path.Length == 0 ? name : $"{path}.{name}";
            if (field.Name is null)
                paths.Add(where);
            else if (field.Type is not null && value is JsonObject child)
                FindUnknown(child, field.Type, where, paths);
            else if (field.Type is not null && value is JsonArray items)
                FindUnknownInItems(items, field.Type, where, paths);
        }
    }

    private void FindUnknownInItems(JsonArray items, string type, string path, List<string> paths)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is JsonObject item)
                FindUnknown(item, type, $"{path}[{i}]", paths);
        }
    }

    private void Normalize(JsonObject obj, string type)
    {
        var fields = obj.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        obj.Clear();
        foreach (var (name, child) in _types[type])
        {
            if (!fields.TryGetValue(name, out var value) || value is null)
                continue;
            obj[name] = value;
            if (child is null)
                continue;
            foreach (var part in value is JsonArray items ? items.OfType<JsonObject>() : new[] { value }.OfType<JsonObject>())
                Normalize(part, child);
        }
    }
}
