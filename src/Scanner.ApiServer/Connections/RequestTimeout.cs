using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Scanner.ApiServer.Connections;

/// <summary>Reads the values that kubectl takes for <c>--request-timeout</c>.</summary>
public static class RequestTimeout
{
    private static readonly (string Name, double Seconds)[] Units =
    [
        // "ms" before "m": the longer name must be tried first.
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
    ];

    /// <summary>
    /// A whole number of seconds (<c>30</c>) or a duration as Go writes it (<c>1m30s</c>, <c>1.5h</c>, <c>250ms</c>).
    /// Negative values and values of more than 24 days (the longest timer) are refused; zero means no limit.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan timeout)
    {
        timeout = default;
        if (string.IsNullOrEmpty(text))
            return false;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
            return TryConvert(whole, out timeout);

        var seconds = 0.0;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (!TryTakeTerm(ref rest, out var term))
                return false;
            seconds += term;
        }

        return TryConvert(seconds, out timeout);
    }

    private static bool TryTakeTerm(ref ReadOnlySpan<char> rest, out double seconds)
    {
        seconds = 0;
        var digits = rest.IndexOfAnyExcept("0123456789.");
        if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        foreach (var (name, factor) in Units)
        {
            if (!rest[digits..].StartsWith(name, StringComparison.Ordinal))
                continue;
            seconds = number * factor;
            rest = rest[(digits + name.Length)..];
            return true;
        }

        return false;
    }

    private static bool TryConvert(double seconds, out TimeSpan timeout)
    {
        var fits = seconds <= TimeSpan.FromDays(24).TotalSeconds;
        timeout = fits ? TimeSpan.FromSeconds(seconds) : default;
        return fits;
    }
}
