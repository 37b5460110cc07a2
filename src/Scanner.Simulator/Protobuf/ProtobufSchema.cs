using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Scanner.Simulator.Catalog;

namespace Scanner.Simulator.Protobuf;

/// <summary>The message types of the embedded schema.</summary>
internal static class ProtobufSchema
{
    private const string MapPrefix = "map<string,";

    private static readonly FrozenDictionary<string, ImmutableArray<ProtobufField>> Messages =
        EmbeddedText.Lines("schema.txt").Select(ReadMessage).ToFrozenDictionary(m => m.Name, m => m.Fields);

    /// <summary>In field number order, the order on the wire.</summary>
    public static ImmutableArray<ProtobufField> Fields(string message) => Messages[message];

    public static bool Has(string message) => Messages.ContainsKey(message);

    /// <summary>Whether objects of a type can be answered as protobuf.</summary>
    public static bool Covers(ResourceType type) => type.Custom is null && Has(type.Kind) && Has(type.Kind + "List");

    private static (string Name, ImmutableArray<ProtobufField> Fields) ReadMessage(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], [.. line[(colon + 1)..].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(ReadField).OrderBy(f => f.Number)]);
    }

    private static ProtobufField ReadField(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isMap = words[2].StartsWith(MapPrefix, StringComparison.Ordinal);
        var type = isMap ? words[2][MapPrefix.Length..^1] : words[2].TrimStart('*');
        return new ProtobufField(
            int.Parse(words[0].TrimEnd('!', '<'), CultureInfo.InvariantCulture),
            words[1],
            Kind(type),
            type,
            IsRepeated: words[2].StartsWith('*'),
            isMap,
            IsAlwaysWritten: words[0][^1] is '!' or '<',
            IsInline: words[0].EndsWith('<'));
    }

    private static ProtobufKind Kind(string type) => type switch
    {
        "string" => ProtobufKind.String,
        "bool" => ProtobufKind.Bool,
        "int32" or "int64" => ProtobufKind.Integer,
        "bytes" => ProtobufKind.Bytes,
        "Time" => ProtobufKind.Time,
        "Quantity" => ProtobufKind.Quantity,
        "IntOrString" => ProtobufKind.IntOrString,
        "FieldsV1" => ProtobufKind.FieldsV1,
        _ => ProtobufKind.Message,
    };
}
