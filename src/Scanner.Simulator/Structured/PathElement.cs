using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>
/// One step of a field path as managedFields writes it: <c>f:NAME</c> a field, <c>k:{KEYS}</c> a list element by its keys,
/// <c>v:VALUE</c> an element of a set, <c>i:INDEX</c> an element of another list.
/// </summary>
internal static class PathElement
{
    /// <summary>The order in which the server prints and stores them.</summary>
    public static readonly IComparer<string> Order = Comparer<string>.Create(Compare);

    public static string Field(string name) => "f:" + name;

    /// <summary>The step to a list element; an error text when it has no identity.</summary>
    public static (string Element, string? Error) Item(ListShape list, JsonNode? item) => list.Keys.IsEmpty ? SetItem(item) : KeyedItem(list, item);

    /// <summary>As error messages print it.</summary>
    public static string Print(string element) => element[0] switch
    {
        'f' => "." + element[2..],
        'k' => "[" + string.Join(',', Keys(element).Select(k => $"{k.Key}={JsonText.ToText(k.Value ?? "")}")) + "]",
        'v' => $"[={element[2..]}]",
        _ => $"[{element[2..]}]",
    };

    private static JsonObject Keys(string element) => (JsonObject)JsonNode.Parse(element[2..])!;

    private static (string Element, string? Error) SetItem(JsonNode? item) => item switch
    {
        JsonObject => ("", "associative list without keys has an element that's a map type"),
        JsonArray => ("", "not supported: associative list with lists as elements"),
        null => ("", "associative list without keys has an element that's an explicit null"),
        _ => ("v:" + JsonText.ToText(item), null),
    };

    private static (string Element, string? Error) KeyedItem(ListShape list, JsonNode? item)
    {
        if (item is not JsonObject obj)
            return ("", item is null ? "associative list with keys may not have a null element" : "associative list with keys may not have non-map elements");
        var keys = new JsonObject();
        foreach (var key in list.Keys.Order(StringComparer.Ordinal))
        {
            if (obj.TryGetPropertyValue(key, out var value))
                keys[key] = value?.DeepClone();
            else if (list.Element.Map?.Fields.GetValueOrDefault(key)?.Default is { } fallback)
                keys[key] = fallback.DeepClone();
        }

        if (keys.Count > 0)
            return ("k:" + JsonText.ToText(keys), null);
        var names = string.Join(' ', list.Keys.Select(k => $"\"{k}\""));
        return ("", $"associative list with keys has an element that omits all key fields [{names}] (and doesn't have default values for any key fields)");
    }

    private static int Compare(string? a, string? b)
    {
        if (a is ['k', ..] && b is ['k', ..])
            return Keys(a).Zip(Keys(b), Compare).FirstOrDefault(c => c != 0, Keys(a).Count.CompareTo(Keys(b).Count));
        if (a is ['i', ..] && b is ['i', ..])
            return CompareNumbers(JsonNode.Parse(a[2..]), JsonNode.Parse(b[2..]));
        return string.CompareOrdinal(a, b);
    }

    private static int Compare(KeyValuePair<string, JsonNode?> a, KeyValuePair<string, JsonNode?> b)
    {
        var names = string.CompareOrdinal(a.Key, b.Key);
        if (names != 0)
            return names;
        var numbers = CompareNumbers(a.Value, b.Value);
        return numbers != 0 ? numbers : string.CompareOrdinal(a.Value?.ToString(), b.Value?.ToString());
    }

    private static int CompareNumbers(JsonNode? a, JsonNode? b) =>
        a.WholeNumber() is { } x && b.WholeNumber() is { } y ? x.CompareTo(y) : 0;
}
