namespace Scanner.Worker.Leading;

/// <summary>How one attempt to get or renew the lease ended.</summary>
internal abstract record LeaseAttempt
{
    private LeaseAttempt()
    {
    }

    /// <summary>We hold it.</summary>
    /// <param name="Since">Timestamp at which the request that says so was sent.</param>
    public sealed record Held(long Since) : LeaseAttempt;

    /// <summary>Another holds it.</summary>
    /// <param name="ExpiresIn">When we may take it, if nothing changes until then.</param>
    public sealed record HeldByOther(string Holder, TimeSpan ExpiresIn) : LeaseAttempt;

    /// <summary>It changed under our hands, twice.</summary>
    public sealed record Contended : LeaseAttempt;

    /// <summary>HTTP 403.</summary>
    /// <param name="Message">One line for the user.</param>
    public sealed record Forbidden(string Message) : LeaseAttempt;

    /// <summary>Any other refusal, or no answer.</summary>
    /// <param name="Message">One line for the user.</param>
    public sealed record Failed(string Message) : LeaseAttempt;
}
