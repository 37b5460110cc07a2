using System.Globalization;
using Scanner.Conformance.TextProto;
using Scanner.Policies.Cel.Values;

namespace Scanner.Conformance.Cel;

/// <summary>Values as <c>cel.expr.Value</c> writes them.</summary>
internal static class ProtoValues
{
    public static CelValue Read(ProtoMessage value)
    {
        var (name, content) = value.Fields[0];
        return name switch
        {
            "null_value" => CelNull.Value,
            "bool_value" => CelBool.Of((string)content == "true"),
            "int64_value" => CelInt.Of(Whole((string)content)),
            "uint64_value" => new CelUint(ulong.Parse((string)content, CultureInfo.InvariantCulture)),
            "double_value" => new CelDouble(Real((string)content)),
            "string_value" => new CelString(value.Text(name)),
            "bytes_value" => new CelBytes((byte[])content),
            "type_value" => new CelTypeValue(new CelType(value.Text(name), CelKind.Opaque)),
            "list_value" => new CelList([.. ((ProtoMessage)content).Messages("values").Select(Read)]),
            "map_value" => new CelTable(((ProtoMessage)content).Messages("entries").ToDictionary(e => Read(e.Message("key")!), e => Read(e.Message("value")!))),
            _ => throw new FormatException($"{name} is no kind of value"),
        };
    }

    private static long Whole(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? long.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : long.Parse(text, CultureInfo.InvariantCulture);

    private static double Real(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" or "infinity" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" or "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
