using System.Globalization;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Patching;

/// <summary>The last step of a path: a key of an object or an index of a list.</summary>
internal readonly record struct JsonPatchPlace(JsonNode Parent, string Key, string Path)
{
    public JsonNode? Get() => Parent is JsonArray array ? array[Index(array.Count)] : ((JsonObject)Parent)[Key];

    public void Add(JsonNode? value)
    {
        if (Parent is JsonObject obj)
            obj[Key] = value?.DeepClone();
        else if (Key == "-")
            ((JsonArray)Parent).Add(value?.DeepClone());
        else
            ((JsonArray)Parent).Insert(Index(((JsonArray)Parent).Count + 1), value?.DeepClone());
    }

    public void Replace(JsonNode? value)
    {
        if (Parent is JsonArray array)
            array[Index(array.Count)] = value?.DeepClone();
        else
            ((JsonObject)Parent)[Key] = value?.DeepClone();
    }

    public void Remove()
    {
        if (Parent is JsonArray array)
            array.RemoveAt(Index(array.Count));
        else if (!((JsonObject)Parent).Remove(Key))
            throw new PatchException($"Unable to remove nonexistent key: {Key}: missing value");
    }

    // As strconv.Atoi reads it: signs and leading zeros are allowed.
    private int Index(int count)
    {
        if (!int.TryParse(Key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            throw new PatchException($"value was not a proper array index: '{Key}'");
        return index >= -count && index < count ? index < 0 ? index + count : index : throw new PatchException($"Unable to access invalid index: {index}");
    }
}
