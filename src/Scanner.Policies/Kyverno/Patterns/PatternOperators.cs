using System.Globalization;
using System.Text.RegularExpressions;
using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.Kyverno.Patterns;

/// <summary>Compares a value with a leaf of a pattern. Source: pkg/engine/pattern.</summary>
internal static class PatternOperators
{
    private const string Endpoint = @"[-|\+]?\d+(?:\.\d+)?[A-Za-z]*";
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex s_range = new($"^(?<low>{Endpoint})-(?<high>{Endpoint})$", Options);
    private static readonly Regex s_notRange = new($"^(?<low>{Endpoint})!-(?<high>{Endpoint})$", Options);

    /// <summary>The operator that a pattern starts with, or <c>-</c> and <c>!-</c> for ranges; empty for equality.</summary>
    public static string Of(string pattern)
    {
        if (pattern.Length < 2)
            return "";
        foreach (var op in (string[])[">=", "<=", ">", "<", "!"])
        {
            if (pattern.StartsWith(op, StringComparison.Ordinal))
                return op;
        }

        return s_notRange.IsMatch(pattern) ? "!-" : s_range.IsMatch(pattern) ? "-" : "";
    }

    public static bool Matches(CelValue? value, CelValue pattern) => pattern switch
    {
        CelBool => value is CelBool && value.Equals(pattern),
        CelString { Value: var text } => MatchesText(value, text),
        CelMap => value is CelMap,
        CelNull => IsNothing(value),
        _ => Equality.IsNumber(pattern) && MatchesNumber(value, JmesNumbers.ToDouble(pattern)),
    };

    private static bool IsNothing(CelValue? value) => value switch
    {
        null or CelNull => true,
        CelString text => text.Value.Length == 0,
        CelBool => value.IsFalse,
        _ => Equality.IsNumber(value) && JmesNumbers.ToDouble(value) == 0,
    };

    private static bool MatchesNumber(CelValue? value, double pattern) => value switch
    {
        null => false,
        CelString text => JmesNumbers.Parse(text.Value) == pattern,
        _ => Equality.IsNumber(value) && JmesNumbers.ToDouble(value) == pattern,
    };

    private static bool MatchesText(CelValue? value, string pattern) =>
        (value is CelString text && text.Value == pattern)
        || Array.Exists(pattern.Split('|'), either => Array.TrueForAll(either.Trim(' ').Split('&'), part => MatchesOne(value, part.Trim(' '))));

    private static bool MatchesOne(CelValue? value, string pattern)
    {
        var op = Of(pattern);
        if (op == "-" && s_range.Match(pattern) is { Success: true } range)
            return MatchesOne(value, ">= " + range.Groups["low"].Value) && MatchesOne(value, "<= " + range.Groups["high"].Value);
        if (op == "!-" && s_notRange.Match(pattern) is { Success: true } outside)
            return MatchesOne(value, "< " + outside.Groups["low"].Value) || MatchesOne(value, "> " + outside.Groups["high"].Value);
        var bound = pattern[op.Length..].Trim();
        return Duration(value, bound, op) ?? Quantity(value, bound, op) ?? Text(value, bound, op);
    }

    private static bool? Duration(CelValue? value, string pattern, string op) =>
        GoDuration.Parse(pattern) is { } bound && Number(value) is { } text && GoDuration.Parse(text) is { } span ? Holds(op, span.CompareTo(bound)) : null;

    private static bool? Quantity(CelValue? value, string pattern, string op) =>
        QuantityAmount.Parse(pattern) is { } bound && Number(value) is { } text && QuantityAmount.Parse(text) is { } amount
            ? Holds(op, amount.ComparedWith(bound))
            : null;

    private static bool Holds(string op, int order) => op switch
    {
        "" => order == 0,
        "!" => order != 0,
        ">" => order > 0,
        "<" => order < 0,
        ">=" => order >= 0,
        _ => order <= 0,
    };

    private static bool Text(CelValue? value, string pattern, string op)
    {
        if (op is not ("" or "!"))
            return false;
        var text = value switch
        {
            CelString s => s.Value,
            CelBool => value.ToString()!,
            CelInt whole => whole.Value.ToString(CultureInfo.InvariantCulture),
            CelDouble number => number.Value.ToString("0.################E+00", CultureInfo.InvariantCulture),
            _ => null,
        };
        return text is not null && Wildcard.Matches(pattern, text) == (op.Length == 0);
    }

    /// <summary>What is to be a duration or a quantity; what is not there is zero.</summary>
    private static string? Number(CelValue? value) => value switch
    {
        null or CelNull => "0",
        CelString text => text.Value,
        CelDouble number => number.Value.ToString("F6", CultureInfo.InvariantCulture),
        CelInt whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
