namespace Scanner.Worker.Leading;

/// <summary>Random additions to pauses, so that replicas that were started together do not ask together.</summary>
internal static class Jitter
{
    /// <summary>At most this share of a pause is added. Small: three pauses decide how soon a crashed leader is replaced.</summary>
    public const double Share = 0.2;

    /// <summary><paramref name="pause"/>, and up to a fifth of it more.</summary>
    public static TimeSpan Lengthen(TimeSpan pause, Random random) => pause + Extra(pause, random);

    /// <summary>From nothing to a fifth of <paramref name="pause"/>.</summary>
    public static TimeSpan Extra(TimeSpan pause, Random random) => pause * (Share * random.NextDouble());
}
