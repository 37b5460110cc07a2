using System.Globalization;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Values;

/// <summary>Durations as Go reads and writes them, in nanoseconds.</summary>
public static class GoDuration
{
    public static long? Parse(string text) => TimeText.ReadDuration(text) is CelDuration span ? span.Nanoseconds : null;

    /// <summary><c>1h30m0s</c>, <c>1.5s</c>, <c>20ms</c>, <c>0s</c>.</summary>
    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0)
            return "0s";
        var sign = nanoseconds < 0 ? "-" : "";
        var rest = Int128.Abs(nanoseconds);
        if (rest < CelDuration.PerSecond)
        {
            var (unit, scale) = rest < 1_000 ? ("ns", 1) : rest < 1_000_000 ? ("µs", 1_000) : ("ms", 1_000_000);
            return $"{sign}{Scaled(rest, scale)}{unit}";
        }

        var seconds = rest / CelDuration.PerSecond;
        var hours = seconds / 3600;
        var minutes = seconds / 60 % 60;
        var last = Scaled(rest % (60 * CelDuration.PerSecond), CelDuration.PerSecond) + "s";
        return sign + (hours > 0 ? $"{hours}h{minutes}m{last}" : minutes > 0 ? $"{minutes}m{last}" : last);
    }

    private static string Scaled(Int128 value, long scale) => ((decimal)value / scale).ToString("0.#########", CultureInfo.InvariantCulture);
}
