namespace Scanner.ApiServer.Transport;

/// <summary>How the client behaves towards the API server.</summary>
public sealed record ClientOptions
{
    /// <summary>Sent as <c>User-Agent</c>; audit logs and API priority and fairness know the client by it.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Requests a second over all calls, once the burst is spent. Default 50.</summary>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests that may go out at once after a pause. Default 100.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Longest wait for one attempt. Default 32 s: just over the time that a server gives its slowest webhook.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>Longest wait for the one attempt at a Lease. Default 5 s: half the time in which a leader must have renewed, as client-go.</summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one call with all its attempts. Default 2 min.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest time from the first attempt of a call to the end of its last one. Default null: only <see cref="Deadline"/> limits them.</summary>
    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>Attempts after the first one, for calls that may be repeated. Default 4.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The first pause between attempts; doubles, with jitter. Default 250 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whose a token is may be asked, for a program that serves others. Default false: such a request never leaves.</summary>
    public bool TokenReviews { get; init; }

    /// <summary>Events may be written. Default false: such a request never leaves.</summary>
    public bool Events { get; init; }

    /// <summary>Whether a real write would be admitted may be asked, by one that changes nothing. Default false: such a request never leaves.</summary>
    public bool EmptyPatches { get; init; }
    /// <summary>Reports may be applied and deleted, for a program that publishes. Default false: such a request never leaves.</summary>
    public bool Reports { get; init; }

    /// <summary>Spreads the pauses between attempts. Default <see cref="Random.Shared"/>.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Ask for protobuf where the server has it. Default true.</summary>
    public bool Protobuf { get; init; } = true;

    /// <summary>Ask for gzip. Default true; a kubeconfig's <c>disable-compression</c> turns it off.</summary>
    public bool Compression { get; init; } = true;
}
