using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Scanner.Running;

/// <summary>When each loop last turned. A loop that is well turns at least every <see cref="LongestWait"/>, whether it has work or not.</summary>
internal sealed class Heartbeats(TimeProvider time)
{
    /// <summary>How long a loop may wait for work before it turns.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Long enough for a slow collection of garbage or a starved node, short enough that a hung process is restarted within minutes.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, long> _beats = [];

    public void Beat(string loop) => _beats[loop] = time.GetTimestamp();

    /// <summary>The loop has ended as it should.</summary>
    public void End(string loop) => _beats.TryRemove(loop, out _);

    /// <summary>Loops that do not turn, in order; empty when all is well.</summary>
    public ImmutableArray<string> Silent() =>
        [.. _beats.Where(b => time.GetElapsedTime(b.Value) > s_limit).Select(b => b.Key).Order(StringComparer.Ordinal)];
}
