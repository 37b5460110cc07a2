using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Scanner.Worker.Loops;

/// <summary>
/// When each loop last turned. A loop that is well turns at least every <see cref="LongestWait"/>, whether it has work or not; one that
/// waits for a server says how long that may take.
/// </summary>
internal sealed class Heartbeats(TimeProvider time)
{
    /// <summary>How long a loop may wait for work before it turns.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Long enough for a slow collection of garbage or a starved node, short enough that a hung process is restarted within minutes.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, (long At, TimeSpan Limit)> _beats = [];

    /// <param name="wait">What it is about to wait for takes no longer than this if all is well.</param>
    public void Beat(string loop, TimeSpan wait = default) => _beats[loop] = (time.GetTimestamp(), s_limit + wait);

    /// <summary>The loop has ended as it should.</summary>
    public void End(string loop) => _beats.TryRemove(loop, out _);

    /// <summary>Loops that do not turn, in order; empty when all is well.</summary>
    public ImmutableArray<string> Silent() =>
        [.. _beats.Where(b => time.GetElapsedTime(b.Value.At) > b.Value.Limit).Select(b => b.Key).Order(StringComparer.Ordinal)];
}
