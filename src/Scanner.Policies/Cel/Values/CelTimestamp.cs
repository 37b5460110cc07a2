namespace Scanner.Policies.Cel.Values;

/// <summary>
/// A moment between the years 1 and 9999: seconds since 1970 in UTC, and nanoseconds (0 to 999,999,999) after that second.
/// </summary>
public sealed class CelTimestamp(long seconds, int nanoseconds) : CelValue(CelKind.Timestamp)
{
    public const long FirstSecond = -62_135_596_800;
    public const long LastSecond = 253_402_300_799;

    public long Seconds => seconds;

    public int Nanoseconds => nanoseconds;

    public override CelType Type => CelType.Timestamp;

    /// <summary>Without the part of a second.</summary>
    internal DateTimeOffset ToDateTime() => DateTimeOffset.FromUnixTimeSeconds(seconds);

    /// <summary>RFC 3339 in UTC, with as many digits as it takes.</summary>
    public override string ToString()
    {
        var fraction = nanoseconds == 0 ? "" : "." + nanoseconds.ToString("D9").TrimEnd('0');
        return ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss") + fraction + "Z";
    }
}
