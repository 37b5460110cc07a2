namespace Scanner.Policies.Cel.Values;

/// <summary>A span of time in nanoseconds, as Go holds it: some 292 years either way.</summary>
public sealed class CelDuration(long nanoseconds) : CelValue(CelKind.Duration)
{
    public const long PerSecond = 1_000_000_000;

    public long Nanoseconds => nanoseconds;

    public override CelType Type => CelType.Duration;

    /// <summary>Seconds, with as many digits as it takes: <c>1.5s</c>.</summary>
    public override string ToString()
    {
        var (seconds, rest) = Int128.DivRem(nanoseconds, PerSecond);
        var sign = nanoseconds < 0 ? "-" : "";
        var fraction = rest == 0 ? "" : "." + Int128.Abs(rest).ToString("D9").TrimEnd('0');
        return $"{sign}{Int128.Abs(seconds)}{fraction}s";
    }
}
