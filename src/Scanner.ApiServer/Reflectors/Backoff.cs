namespace Scanner.ApiServer.Reflectors;

/// <summary>Growing pauses between attempts, each shortened by chance so that many watchers do not come back at the same moment.</summary>
/// <param name="first">Upper bound of the first pause; doubles.</param>
public sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    /// <summary>No server is left alone for longer, whatever it asks for: it may be well again, and nobody would see.</summary>
    private static readonly TimeSpan s_mostAsked = TimeSpan.FromMinutes(2);

    private int _attempts;

    /// <param name="atLeast">What the server asked for; null when it did not. Counts up to two minutes.</param>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        var bound = first * Math.Pow(2, Math.Min(_attempts++, 30));
        var pause = (bound < longest ? bound : longest) * (0.5 + random() / 2);
        var least = atLeast is { } asked && asked > s_mostAsked ? s_mostAsked : atLeast;
        return least > pause ? least.Value : pause;
    }

    /// <summary>After a success.</summary>
    public void Reset() => _attempts = 0;
}
