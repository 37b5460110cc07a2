using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Decoding;

/// <summary>How a decoder words its refusals, and what it makes of null.</summary>
internal interface IDecodeWording
{
    GoJsonException WrongType(JsonNode value, SchemaType type, DecodePlace at);

    /// <summary>What stands for null as an entry of a map or list of this type.</summary>
    JsonNode? NullEntry(SchemaType type) => type.Scalar switch
    {
        ScalarKind.Text => "",
        ScalarKind.Number => 0,
        ScalarKind.Truth => false,
        _ => type.Map is null ? null : new JsonObject(),
    };
}
