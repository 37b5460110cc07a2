using System.Text.Json;

namespace Scanner.Inventory.Files;

/// <summary>
/// The items of one list. kubectl takes whatever has <c>items</c> for a list, and items that say no kind for what the list is of: those of a
/// PodList for Pods. They often come before the list's own kind; then they wait for it.
/// </summary>
internal sealed class ObjectList(ObjectIntake objects, Place place)
{
    private readonly List<(byte[] Json, Place Place)> _waiting = [];
    private string _apiVersion = "";
    private string _kind = "";

    /// <summary>A field of the list itself was met.</summary>
    public void Field(string name, string value)
    {
        if (name == "kind")
            _kind = value;
        else if (name == "apiVersion")
            _apiVersion = value;
    }

    public void Item(ReadOnlySpan<byte> json, Place at)
    {
        if (_kind.Length > 0 && _apiVersion.Length > 0)
            objects.Add(json, ItemType, at);
        else if (SaysItsKind(json))
            objects.Add(json, null, at);
        else
            _waiting.Add((json.ToArray(), at));
    }

    /// <summary>All of the list's own fields are known.</summary>
    public void End()
    {
        foreach (var (json, at) in _waiting)
            objects.Add(json, ItemType, at);
        _waiting.Clear();
    }

    /// <param name="json">The list as a whole.</param>
    /// <returns>False when it has no items and is no list.</returns>
    public bool AddAll(ReadOnlySpan<byte> json)
    {
        var isList = false;
        var reader = new Utf8JsonReader(json, JsonText.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.StringOf(ref reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && name is ("kind" or "apiVersion"))
                Field(name, JsonText.StringOf(ref reader));
            if (name != "items" || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            isList = true;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Item(json[start..(int)reader.BytesConsumed], place);
            }
        }

        End();
        return isList;
    }

    private ObjectType? ItemType => _kind.EndsWith("List", StringComparison.Ordinal) && _kind.Length > "List".Length
        ? new ObjectType(_apiVersion, _kind[..^"List".Length])
        : null;

    private static bool SaysItsKind(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonText.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, "kind"u8))
                return true;
            reader.Read();
            reader.Skip();
        }

        return false;
    }
}
