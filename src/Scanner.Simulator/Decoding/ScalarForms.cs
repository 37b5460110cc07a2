using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Scanner.Simulator.Decoding;

/// <summary>Scalars with a form of their own: times, quantities, bytes.</summary>
internal static partial class ScalarForms
{
    public const string BadQuantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <summary>The scalar as the server writes it.</summary>
    /// <exception cref="GoJsonException">It does not have the form of its type.</exception>
    public static JsonNode Read(JsonValue value, string type)
    {
        switch (type)
        {
            case "v1.Time":
                CheckTime(value.GetValue<string>(), "2006-01-02T15:04:05Z07:00", fraction: false);
                break;
            case "v1.MicroTime":
                CheckTime(value.GetValue<string>(), "2006-01-02T15:04:05.000000Z07:00", fraction: true);
                break;
            case "[]uint8":
                CheckBytes(value.GetValue<string>());
                break;
            case "resource.Quantity":
                return Quantity(value);
        }

        return value.DeepClone();
    }

    public static bool IsZero(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>().Length == 0,
        JsonValueKind.Number => value.ToJsonString() == "0",
        JsonValueKind.False => true,
        _ => false,
    };

    private static JsonNode Quantity(JsonValue value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return QuantityPattern().IsMatch(text) ? JsonValue.Create(text) : throw new GoJsonException(BadQuantity);
    }

    private static void CheckBytes(string text)
    {
        var clean = text.TrimEnd('=');
        for (var i = 0; i < clean.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(clean[i]) && clean[i] is not ('+' or '/'))
                throw new GoJsonException($"illegal base64 data at input byte {i}");
        }

        if (text.Length % 4 != 0)
            throw new GoJsonException($"illegal base64 data at input byte {text.Length / 4 * 4}");
    }

    private static void CheckTime(string text, string layout, bool fraction)
    {
        var pattern = fraction ? MicroTimePattern() : TimePattern();
        if (pattern.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
            return;
        var (left, wanted) = FirstMismatch(text, layout, fraction);
        throw new GoJsonException($"parsing time \"{text}\" as \"{layout}\": cannot parse \"{left}\" as \"{wanted}\"");
    }

    // Go reads the layout piece by piece and names the first piece that does not fit.
    private static (string Left, string Wanted) FirstMismatch(string text, string layout, bool fraction)
    {
        (string Piece, int Digits)[] pieces =
            [("2006", 4), ("-", 0), ("01", 2), ("-", 0), ("02", 2), ("T", 0), ("15", 2), (":", 0), ("04", 2), (":", 0), ("05", 2)];
        var at = 0;
        foreach (var (piece, digits) in pieces)
        {
            var length = digits > 0 ? digits : piece.Length;
            var fits = at + length <= text.Length
                && (digits > 0 ? text.AsSpan(at, length).IndexOfAnyExceptInRange('0', '9') < 0 : text.AsSpan(at, length).SequenceEqual(piece));
            if (!fits)
                return (text[at..], piece);
            at += length;
        }

        if (fraction && !FractionPattern().IsMatch(text[at..]))
            return (text[at..], ".000000");
        return (text[Math.Min(text.Length, at + (fraction ? 7 : 0))..], "Z07:00");
    }

    [GeneratedRegex(@"^[+-]?[0-9.]+([eEinumkKMGTP]*[-+]?[0-9]*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuantityPattern();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MicroTimePattern();

    [GeneratedRegex(@"^\.\d{6}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FractionPattern();
}
