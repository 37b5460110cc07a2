using System.Collections.Immutable;

namespace Scanner.Simulator.Schemas;

/// <summary>A list: owned as a whole unless its elements are told apart.</summary>
internal sealed class ListShape(SchemaType element)
{
    /// <summary>Set later where a type refers to itself.</summary>
    public SchemaType Element { get; set; } = element;

    /// <summary>Whether elements are owned one by one: by their keys, or by their value when there are none.</summary>
    public bool IsAssociative { get; init; }

    public ImmutableArray<string> Keys { get; init; } = [];
}
