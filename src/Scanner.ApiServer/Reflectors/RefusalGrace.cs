namespace Scanner.ApiServer.Reflectors;

/// <summary>
/// Tells a refusal that means it from one of an API server that has just started: such a server answers 403 to everybody until it has
/// read its roles, for a second or so. Of somebody who was allowed before, the first half minute of refusals is therefore an outage.
/// Not for concurrent use.
/// </summary>
public sealed class RefusalGrace(TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private bool _wasAllowed;
    private long? _since;

    /// <summary>Refusals are being waited out.</summary>
    public bool IsPending => _since is not null;

    /// <summary>What was asked for was given.</summary>
    public void Allowed() => (_wasAllowed, _since) = (true, null);

    /// <summary>There was no answer, or one that says nothing of rights: refusals after it are those of a server that comes back.</summary>
    public void Unanswered() => _since = null;

    /// <summary>Refused with 403.</summary>
    /// <returns>True while that is to be taken for an outage.</returns>
    public bool Refused()
    {
        if (!_wasAllowed)
            return false;
        _since ??= time.GetTimestamp();
        if (time.GetElapsedTime(_since.Value) < s_limit)
            return true;
        (_wasAllowed, _since) = (false, null);
        return false;
    }
}
