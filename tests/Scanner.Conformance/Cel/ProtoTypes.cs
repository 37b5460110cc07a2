using Scanner.Conformance.TextProto;
using Scanner.Policies.Cel.Values;

namespace Scanner.Conformance.Cel;

/// <summary>Types as <c>cel.expr.Type</c> writes them.</summary>
internal static class ProtoTypes
{
    public static CelType Read(ProtoMessage type)
    {
        var (name, content) = type.Fields[0];
        return name switch
        {
            "primitive" or "well_known" or "type" => Simple(content as string ?? "TYPE"),
            "null" => CelType.Null,
            "list_type" => CelType.ListOf(Read(((ProtoMessage)content).Message("elem_type")!)),
            "map_type" => CelType.MapOf(Read(((ProtoMessage)content).Message("key_type")!), Read(((ProtoMessage)content).Message("value_type")!)),
            "abstract_type" => new CelType(
                ((ProtoMessage)content).Text("name"), CelKind.Opaque, [.. ((ProtoMessage)content).Messages("parameter_types").Select(Read)]),
            _ => CelType.Dyn,
        };
    }

    private static CelType Simple(string name) => name switch
    {
        "BOOL" => CelType.Bool,
        "INT64" => CelType.Int,
        "UINT64" => CelType.Uint,
        "DOUBLE" => CelType.Double,
        "STRING" => CelType.String,
        "BYTES" => CelType.Bytes,
        "TIMESTAMP" => CelType.Timestamp,
        "DURATION" => CelType.Duration,
        "TYPE" => CelType.TypeOf,
        _ => CelType.Dyn,
    };
}
