namespace Scanner.Core.Scheduling;

/// <summary>When something happened that happens again and again, as far back as anybody asks. Not for concurrent use.</summary>
public sealed class Moments
{
    // Of a burst the first and the last are enough: the first decides who has waited, the last what is answered.
    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(1);

    // Ascending.
    private readonly List<TimeSpan> _moments = [];

    /// <summary>The beginning of time when it never happened.</summary>
    public TimeSpan Last => _moments.Count > 0 ? _moments[^1] : TimeSpan.MinValue;

    /// <param name="moment">One that comes late, after a later one, changes nothing: what the later one voids, it voids.</param>
    public void Add(TimeSpan moment)
    {
        if (moment <= Last)
            return;
        if (_moments.Count > 1 && moment - _moments[^2] < s_burst)
            _moments[^1] = moment;
        else
            _moments.Add(moment);
    }

    /// <summary>The first after <paramref name="moment"/>; null when there was none.</summary>
    public TimeSpan? FirstAfter(TimeSpan moment)
    {
        var at = IndexAfter(moment);
        return at < _moments.Count ? _moments[at] : null;
    }

    /// <summary>The last that was not after <paramref name="moment"/>; the beginning of time when there was none.</summary>
    public TimeSpan LastUpTo(TimeSpan moment)
    {
        var at = IndexAfter(moment);
        return at > 0 ? _moments[at - 1] : TimeSpan.MinValue;
    }

    /// <summary>Nobody will ask any more for what happened before a moment, but for the last of it.</summary>
    public void ForgetBefore(TimeSpan moment)
    {
        var at = IndexAfter(moment);
        if (at > 1)
            _moments.RemoveRange(0, at - 1);
    }

    public void Clear() => _moments.Clear();

    private int IndexAfter(TimeSpan moment)
    {
        var at = _moments.BinarySearch(moment);
        return at < 0 ? ~at : at + 1;
    }
}
