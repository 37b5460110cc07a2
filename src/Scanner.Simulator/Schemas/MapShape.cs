namespace Scanner.Simulator.Schemas;

/// <summary>An object: named fields, and perhaps others of one type.</summary>
internal sealed class MapShape
{
    public Dictionary<string, SchemaField> Fields { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The type of fields that are not named; null when there are none.</summary>
    public SchemaType? Element { get; set; }

    public bool IsAtomic { get; init; }

    /// <summary>The type of a field; null when it is not declared.</summary>
    public SchemaType? TypeOf(string field) => Fields.TryGetValue(field, out var named) ? named.Type : Element;
}
