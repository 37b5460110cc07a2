using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Decoding;

/// <summary>The words of the converter from unstructured objects, which reads the result of a strategic merge.</summary>
internal sealed class ConverterWording : IDecodeWording
{
    public static readonly ConverterWording Instance = new();

    public GoJsonException WrongType(JsonNode value, SchemaType type, DecodePlace at) => new(type switch
    {
        { Map: not null } when type.Name.StartsWith("map[", StringComparison.Ordinal) => $"cannot restore map from {Kind(value)}",
        { Map: not null } => $"cannot restore struct from: {Kind(value)}",
        { List: not null } => $"cannot restore slice from {Kind(value)}",
        _ => $"unrecognized type: {type.Name}",
    });

    private static string Kind(JsonNode value) => value switch
    {
        JsonObject => "map",
        JsonArray => "slice",
        _ => GoValue.TypeName(value, "int64"),
    };
}
