using System.Globalization;
using System.Text;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>Conversions between the types of the standard.</summary>
internal static class ConversionFunctions
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void AddTo(FunctionList list)
    {
        foreach (var type in (string[])["int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration"])
            list.Add($"{type}({type}): {type}", a => a[0]);
        AddNumbers(list);
        list.Add("string(int): string", a => Arg.Text(a[0].ToString()!));
        list.Add("string(uint): string", a => Arg.Text(a[0].ToString()!));
        list.Add("string(double): string", a => Arg.Text(a[0].ToString()!));
        list.Add("string(bool): string", a => Arg.Text(a[0].ToString()!));
        list.Add("string(timestamp): string", a => Arg.Text(a[0].ToString()!));
        list.Add("string(duration): string", a => Arg.Text(a[0].ToString()!));
        list.Add("string(bytes): string", a => FromUtf8(((CelBytes)a[0]).Value));
        list.Add("bytes(string): bytes", a => new CelBytes(Encoding.UTF8.GetBytes(Arg.Text(a[0]))));
        list.Add("bool(string): bool", a => ToBool(Arg.Text(a[0])));
        list.Add("timestamp(string): timestamp", a => TimeText.ReadTimestamp(Arg.Text(a[0])));
        list.Add("timestamp(int): timestamp", a => Times.Moment(Arg.Int(a[0]), 0));
        list.Add("duration(string): duration", a => TimeText.ReadDuration(Arg.Text(a[0])));
        list.Add("duration(int): duration", a => Times.Span((Int128)Arg.Int(a[0]) * CelDuration.PerSecond));
        list.Add("int(timestamp): int", a => CelInt.Of(((CelTimestamp)a[0]).Seconds));
        list.Add("int(duration): int", a => CelInt.Of(((CelDuration)a[0]).Nanoseconds / CelDuration.PerSecond));
    }

    public static CelValue FromUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Arg.Text(s_strictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new CelError("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    private static void AddNumbers(FunctionList list)
    {
        list.Add("int(uint): int", a => ((CelUint)a[0]).Value <= long.MaxValue ? CelInt.Of((long)((CelUint)a[0]).Value) : CelError.IntOverflow);
        list.Add("int(double): int", a => ToInt(((CelDouble)a[0]).Value));
        list.Add("int(string): int", a => long.TryParse(Arg.Text(a[0]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? CelInt.Of(n)
            : Failed("int", a[0]));
        list.Add("uint(int): uint", a => Arg.Int(a[0]) >= 0 ? new CelUint((ulong)Arg.Int(a[0])) : CelError.UintOverflow);
        list.Add("uint(double): uint", a => ToUint(((CelDouble)a[0]).Value));
        list.Add("uint(string): uint", a => ulong.TryParse(Arg.Text(a[0]), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new CelUint(n)
            : Failed("uint", a[0]));
        list.Add("double(int): double", a => new CelDouble(Arg.Int(a[0])));
        list.Add("double(uint): double", a => new CelDouble(((CelUint)a[0]).Value));
        list.Add("double(string): double", a => ToDouble(Arg.Text(a[0])));
    }

    private static CelValue ToInt(double value) =>
        value is > -9.2233720368547758E18 and < 9.2233720368547758E18 ? CelInt.Of((long)value) : CelError.IntOverflow;

    private static CelValue ToUint(double value) =>
        value is >= 0 and < 1.8446744073709552E19 ? new CelUint((ulong)value) : CelError.UintOverflow;

    /// <summary>As Go's ParseFloat, hexadecimal and underscores apart.</summary>
    private static CelValue ToDouble(string text)
    {
        var bare = text.TrimStart('+', '-');
        if (text.Length - bare.Length <= 1)
        {
            if (bare.Equals("inf", StringComparison.OrdinalIgnoreCase) || bare.Equals("infinity", StringComparison.OrdinalIgnoreCase))
                return new CelDouble(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
            if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
                return new CelDouble(double.NaN);
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var isNumber = bare.Length > 0 && (char.IsAsciiDigit(bare[0]) || bare[0] == '.');
        return isNumber && double.TryParse(text, style, CultureInfo.InvariantCulture, out var value) && !double.IsInfinity(value)
            ? new CelDouble(value)
            : Failed("double", Arg.Text(text));
    }

    private static CelValue ToBool(string text) => text switch
    {
        "1" or "t" or "T" or "TRUE" or "true" or "True" => CelBool.True,
        "0" or "f" or "F" or "FALSE" or "false" or "False" => CelBool.False,
        _ => Failed("bool", Arg.Text(text)),
    };

    private static CelError Failed(string type, CelValue value) => new($"type conversion error from '{value.Type.Name}' to '{type}'");
}
