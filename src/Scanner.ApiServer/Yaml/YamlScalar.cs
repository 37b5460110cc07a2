using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Yaml;

/// <summary>
/// What a YAML scalar is to kubectl, whose YAML is that of sigs.k8s.io/yaml: 1.1, in which <c>on</c> and <c>yes</c> are true, with some
/// of 1.2. Only plain ones are anything but texts. Times are texts.
/// </summary>
internal static partial class YamlScalar
{
    private const string TagPrefix = "tag:yaml.org,2002:";
    private const string BinaryTag = TagPrefix + "binary";

    private static readonly string[] s_typed = ["null", "bool", "int", "float", "timestamp"];

    /// <exception cref="FormatException">It is not a number, or infinite, for which JSON has no form.</exception>
    public static void Write(Utf8JsonWriter json, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (IsText(scalar))
            json.WriteStringValue(Text(scalar));
        else if (IsNull(text))
            json.WriteNullValue();
        else if (Flag(text) is { } flag)
            json.WriteBooleanValue(flag);
        else if (Whole(text, out var whole, out var large))
            WriteWhole(json, whole, large);
        else if (Fraction(text) is { } number)
            json.WriteNumberValue(number);
        else if (text.TrimStart('+', '-').ToUpperInvariant() is ".INF" or ".NAN")
            throw new FormatException($"holds {text}, for which JSON has no form");
        else
            json.WriteStringValue(text);
    }

    /// <summary>As a key of a JSON object, which is always a text: <c>on</c> is <c>true</c>, <c>0x10</c> is <c>16</c>. Null for null.</summary>
    public static string? Key(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (IsText(scalar))
            return Text(scalar);
        if (IsNull(text))
            return null;
        if (Flag(text) is { } flag)
            return flag ? "true" : "false";
        if (Whole(text, out var whole, out var large))
            return large is { } unsigned ? unsigned.ToString(CultureInfo.InvariantCulture) : whole.ToString(CultureInfo.InvariantCulture);
        return Fraction(text)?.ToString("R", CultureInfo.InvariantCulture) ?? text;
    }

    /// <summary>The scalar as a text, as it is written if it is none; what <c>!!binary</c> packs is unpacked.</summary>
    /// <exception cref="FormatException">What is marked as binary is no base64.</exception>
    public static string Text(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific || scalar.Tag.Value != BinaryTag)
            return text;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : throw new FormatException("holds something marked !!binary that is no base64");
    }

    public static bool IsNull(YamlScalarNode scalar) => !IsText(scalar) && IsNull(scalar.Value ?? "");

    /// <summary>A boolean; null for everything else, a text in quotes among it.</summary>
    public static bool? Flag(YamlScalarNode scalar) => IsText(scalar) ? null : Flag(scalar.Value ?? "");

    // A tag of a number, boolean or null counts in quotes too; one of somebody's own makes a text.
    private static bool IsText(YamlScalarNode scalar)
    {
        if (scalar.Tag.IsEmpty)
            return scalar.Style != ScalarStyle.Plain;
        return scalar.Tag.IsNonSpecific || !Array.Exists(s_typed, type => scalar.Tag.Value == TagPrefix + type);
    }

    private static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    private static bool? Flag(string text) => text switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    /// <param name="large">Set instead of <paramref name="whole"/> where 63 bits are too few.</param>
    private static bool Whole(string text, out long whole, out ulong? large)
    {
        (whole, large) = (0, null);
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-'))
            return false;
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var negative = digits.StartsWith('-');
        if (!Magnitude(digits[0] is '+' or '-' ? digits[1..] : digits, out var magnitude))
            return false;
        if (magnitude > long.MaxValue)
        {
            large = magnitude;
            return !negative;
        }

        whole = negative ? -(long)magnitude : (long)magnitude;
        return true;
    }

    private static bool Magnitude(string digits, out ulong magnitude)
    {
        magnitude = 0;
        var (number, style) = digits switch
        {
            ['0', 'x' or 'X', .. var hex] => (hex, NumberStyles.AllowHexSpecifier),
            ['0', 'b' or 'B', .. var binary] => (binary, NumberStyles.AllowBinarySpecifier),
            _ => ("", NumberStyles.None),
        };
        if (style != NumberStyles.None)
            return ulong.TryParse(number, style, CultureInfo.InvariantCulture, out magnitude);
        return digits switch
        {
            ['0', 'o' or 'O', .. var octal] => Octal(octal, out magnitude),
            ['0', _, ..] => Octal(digits[1..], out magnitude),
            _ => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude),
        };
    }

    private static bool Octal(string digits, out ulong magnitude)
    {
        magnitude = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || magnitude >> 61 != 0)
                return false;
            magnitude = magnitude << 3 | (uint)(digit - '0');
        }

        return digits.Length > 0;
    }

    private static void WriteWhole(Utf8JsonWriter json, long whole, ulong? large)
    {
        if (large is { } unsigned)
            json.WriteNumberValue(unsigned);
        else
            json.WriteNumberValue(whole);
    }

    private static double? Fraction(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        return (char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.') && Float().IsMatch(plain)
            && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Float();
}
