using Scanner.Core.Admission.Answers;

namespace Scanner.Worker.Fencing;

/// <summary>When the fence is to be asked about again. Moments are those of the worker's clock. Thread-safe.</summary>
internal sealed class FenceDoubt
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(3);

    // What is not learnt is in the way of all that is due, and is a real write in the audit log.
    private static readonly TimeSpan s_betweenUnclear = TimeSpan.FromSeconds(10);

    // What was known stands meanwhile, so that nothing is in the way.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>A server enforces a changed policy a moment later, and each of several servers for itself.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(11);

    private readonly Lock _lock = new();
    private TimeSpan? _learntAt;
    private TimeSpan _notBefore = TimeSpan.MinValue;
    private int _failures;

    /// <summary>Whether what is known says too little: policies may have changed since, or nobody knows.</summary>
    /// <param name="known">What stands.</param>
    /// <param name="guardsChangedAt">Null when no policy has changed yet.</param>
    public bool IsAt(TimeSpan now, FenceState known, TimeSpan? guardsChangedAt)
    {
        lock (_lock)
        {
            if (now < _notBefore)
                return false;
            if (_learntAt is not { } learnt)
                return true;
            if (guardsChangedAt is { } changed && learnt < changed + s_settling && now - learnt >= s_between)
                return true;
            // A server that has just started refuses everybody for want of a right.
            return known is not (FenceState.Fenced or FenceState.NotFenced) && now - learnt >= s_betweenUnclear;
        }
    }

    /// <summary>What is known may be of long ago: whoever needs it waits for an answer.</summary>
    public void Raise()
    {
        lock (_lock)
            _learntAt = null;
    }

    /// <summary>An answer said how it is.</summary>
    /// <param name="began">When it was asked for: it says nothing of what changed later.</param>
    public void Learnt(TimeSpan began)
    {
        lock (_lock)
            (_learntAt, _notBefore, _failures) = (began, TimeSpan.MinValue, 0);
    }

    /// <summary>No answer said anything. The doubt stays, for whatever raised it is as true as before.</summary>
    /// <param name="stands">Whether something is known that stands meanwhile.</param>
    public void Failed(TimeSpan now, bool stands)
    {
        lock (_lock)
        {
            var pause = stands ? s_betweenUnclear * Math.Pow(2, Math.Min(_failures, 8)) : s_betweenUnclear;
            _notBefore = now + (pause < s_longest ? pause : s_longest);
            _failures++;
        }
    }
}
