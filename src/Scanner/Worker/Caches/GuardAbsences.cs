using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>
/// Decides when a resource that was followed is followed no more. A server that has just started does not name all it serves, so one look
/// at its discovery is not enough. Not for concurrent use.
/// </summary>
internal sealed class GuardAbsences(TimeProvider time)
{
    /// <summary>Between the two looks that have to agree.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, long> _since = [];

    /// <summary>Something was missing from the last look, and another look decides about it.</summary>
    public bool IsAny => _since.Count > 0;

    /// <returns>Why it is to be given up; null to go on.</returns>
    public string? WhyDrop(WatchTarget target, GuardLook look, WatchPhase? phase)
    {
        if (!look.Lacks(target))
        {
            // Also where the server did not say: the look before it may have been at another start of it.
            _since.Remove(target.Name);
            return null;
        }

        if (phase == WatchPhase.NotServed)
            return Forget(target, "the server answers that it has no such resource");
        if (!_since.TryGetValue(target.Name, out var since))
            _since.Add(target.Name, time.GetTimestamp());
        else if (time.GetElapsedTime(since) >= Apart)
            return Forget(target, $"the server has not named it for {time.GetElapsedTime(since).TotalSeconds:0} s");
        return null;
    }

    private string Forget(WatchTarget target, string why)
    {
        _since.Remove(target.Name);
        return why;
    }
}
