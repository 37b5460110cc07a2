using System.Text.Json.Nodes;

namespace Scanner.Simulator.Schemas;

/// <summary>
/// What a value may be and how it merges. A value of an open type may be a scalar, a list or a map, each with its own rules.
/// </summary>
internal sealed class SchemaType
{
    /// <summary>A value without a schema whose maps are owned field by field and whose lists are owned whole.</summary>
    public static readonly SchemaType Deduced = new("") { Scalar = ScalarKind.Any };

    /// <summary>A value without a schema that is owned as a whole.</summary>
    public static readonly SchemaType Whole = new("") { Scalar = ScalarKind.Any };

    static SchemaType()
    {
        Whole.List = new ListShape(Whole);
        Whole.Map = new MapShape { Element = Whole, IsAtomic = true };
        Deduced.List = new ListShape(Whole);
        Deduced.Map = new MapShape { Element = Deduced };
    }

    /// <param name="name">As the server's error messages print it, such as <c>v1.Container</c>; may be empty.</param>
    public SchemaType(string name) => Name = name;

    public string Name { get; }

    public ScalarKind? Scalar { get; set; }

    public ListShape? List { get; set; }

    public MapShape? Map { get; set; }

    /// <summary>The same type, owned as a whole or field by field whatever the type itself says.</summary>
    public SchemaType AsMap(bool atomic) =>
        new(Name) { Scalar = Scalar, List = List, Map = Map is null ? null : new MapShape { Fields = Map.Fields, Element = Map.Element, IsAtomic = atomic } };

    /// <summary>Which of its forms a value takes: the first that fits its JSON type, else all of them.</summary>
    public SchemaType For(JsonNode? value) => value switch
    {
        JsonObject when Map is not null => Only(map: Map),
        JsonArray when List is not null => Only(list: List),
        JsonValue when Scalar is not null => Only(scalar: Scalar),
        _ => this,
    };

    private SchemaType Only(ScalarKind? scalar = null, ListShape? list = null, MapShape? map = null) =>
        (Scalar is null || scalar is not null) && (List is null || list is not null) && (Map is null || map is not null)
            ? this
            : new SchemaType(Name) { Scalar = scalar, List = list, Map = map };
}
