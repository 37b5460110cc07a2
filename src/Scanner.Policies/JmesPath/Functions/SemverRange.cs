using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Ranges of github.com/blang/semver: <c>&gt;=1.2.0 &lt;2.0.0 || =3.1.x</c>.</summary>
internal static class SemverRange
{
    /// <returns>A boolean, or an error where the range is none. A version that is none is 0.0.0, as Kyverno takes it.</returns>
    public static CelValue Contains(string range, string version)
    {
        var parsed = SemanticVersion.Parse(version) ?? SemanticVersion.Parse("0.0.0")!;
        var result = false;
        foreach (var alternative in Spaced(range).Split("||"))
        {
            var conditions = alternative.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (conditions.Length == 0)
                return Wrong(range);
            var holds = true;
            foreach (var condition in conditions)
            {
                if (Holds(condition, parsed) is not { } one)
                    return Wrong(range);
                holds &= one;
            }

            result |= holds;
        }

        return CelBool.Of(result);
    }

    /// <summary>Blanks between an operator and its version mean nothing.</summary>
    private static string Spaced(string range)
    {
        foreach (var op in (string[])["=", "<", ">", "!"])
        {
            while (range.Contains(op + " ", StringComparison.Ordinal))
                range = range.Replace(op + " ", op, StringComparison.Ordinal);
        }

        return range;
    }

    private static bool? Holds(string condition, SemanticVersion version)
    {
        var length = condition.AsSpan().IndexOfAnyExcept("=<>!");
        if (length < 0)
            return null;
        var (op, bound) = (condition[..length], condition[length..]);
        var parts = bound.Split('.');
        if (Array.FindIndex(parts, p => p is "x" or "X" or "*") is > 0 and var wild)
            return Wild(op, [.. parts[..wild]], version);
        return SemanticVersion.Parse(bound) is { } other ? Compare(op, version.ComparedWith(other)) : null;
    }

    /// <summary><c>1.2.x</c> stands for all from 1.2.0 to below 1.3.0.</summary>
    private static bool? Wild(string op, string[] numbers, SemanticVersion version)
    {
        if (!numbers.All(n => ulong.TryParse(n, out _)) || numbers.Length > 2)
            return null;
        var major = ulong.Parse(numbers[0]);
        var minor = numbers.Length == 2 ? ulong.Parse(numbers[1]) : 0;
        var low = version.ComparedWith(SemanticVersion.Parse($"{major}.{minor}.0")!);
        var high = version.ComparedWith(SemanticVersion.Parse(numbers.Length == 2 ? $"{major}.{minor + 1}.0" : $"{major + 1}.0.0")!);
        return op switch
        {
            "" or "=" or "==" => low >= 0 && high < 0,
            "!" or "!=" => low < 0 || high >= 0,
            ">" => high >= 0,
            ">=" => low >= 0,
            "<" => low < 0,
            "<=" => high < 0,
            _ => null,
        };
    }

    private static bool? Compare(string op, int order) => op switch
    {
        "" or "=" or "==" => order == 0,
        "!" or "!=" => order != 0,
        ">" => order > 0,
        ">=" => order >= 0,
        "<" => order < 0,
        "<=" => order <= 0,
        _ => null,
    };

    private static CelError Wrong(string range) => new($"Could not parse Range \"{range}\"");
}
