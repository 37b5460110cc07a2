using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Decoding;

/// <summary>The words of Go's <c>encoding/json</c>, which reads whole objects.</summary>
internal sealed class JsonWording : IDecodeWording
{
    public static readonly JsonWording Instance = new();

    public GoJsonException WrongType(JsonNode value, SchemaType type, DecodePlace at) => new(type.Name switch
    {
        "v1.Time" or "v1.MicroTime" => $"json: cannot unmarshal {KindOf(value)} into Go value of type string",
        "resource.Quantity" => ScalarForms.BadQuantity,
        _ => $"json: cannot unmarshal {Found(value, type)} into {Where(at)} of type {type.Name}",
    });

    /// <summary><c>string</c>, <c>number</c>, <c>bool</c>, <c>array</c> or <c>object</c>.</summary>
    public static string KindOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };

    private static string Where(DecodePlace at) => at.GoPath.Length == 0 ? "Go value" : $"Go struct field {at.Struct}.{at.GoPath}";

    // A number of the wrong size is named, for its kind is right.
    private static string Found(JsonNode value, SchemaType type) =>
        value.GetValueKind() == JsonValueKind.Number && type.Scalar == ScalarKind.Number ? "number " + value.ToJsonString() : KindOf(value);
}
