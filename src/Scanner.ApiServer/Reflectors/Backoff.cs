namespace Scanner.ApiServer.Reflectors;

/// <summary>Growing pauses between attempts, each shortened by chance so that many watchers do not come back at the same moment.</summary>
/// <param name="first">Upper bound of the first pause; doubles.</param>
public sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    private int _attempts;

    /// <param name="atLeast">What the server asked for; null when it did not.</param>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        var bound = first * Math.Pow(2, Math.Min(_attempts++, 30));
        var pause = (bound < longest ? bound : longest) * (0.5 + random() / 2);
        return atLeast is { } least && least > pause ? least : pause;
    }

    /// <summary>After a success.</summary>
    public void Reset() => _attempts = 0;
}
