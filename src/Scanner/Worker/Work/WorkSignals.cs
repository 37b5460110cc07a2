using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>What the loops of a worker wait for; each signal wakes one.</summary>
internal sealed class WorkSignals
{
    private long _guardsChangedAt;
    private long _policyChanges;
    private volatile bool _arePoliciesAwaited;

    /// <summary>Something may be due.</summary>
    public Signal Due { get; } = new();

    /// <summary>A namespace was asked about.</summary>
    public Signal Answered { get; } = new();

    /// <summary>When something that decides about admission in all namespaces changed last, by the clock of the worker; null before.</summary>
    public TimeSpan? GuardsChangedAt
    {
        get => Volatile.Read(ref _guardsChangedAt) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;
        set => Volatile.Write(ref _guardsChangedAt, value?.Ticks ?? 0);
    }

    /// <summary>Something about policies, or about namespaces that they select, may be found out.</summary>
    public Signal Policies { get; } = new();

    /// <summary>How often an object changed that decides about admission.</summary>
    public long PolicyChanges => Interlocked.Read(ref _policyChanges);

    /// <summary>What is to be shown has changed.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Somebody waits until policies were read once more.</summary>
    public bool ArePoliciesAwaited => _arePoliciesAwaited;

    /// <summary>Has policies read, whether anything is known to have changed or not.</summary>
    public void AwaitPolicies()
    {
        _arePoliciesAwaited = true;
        Policies.Set();
    }

    /// <summary>They were read, or could not be.</summary>
    public void PoliciesWereRead()
    {
        _arePoliciesAwaited = false;
        Answered.Set();
    }

    public void PolicyChanged()
    {
        Interlocked.Increment(ref _policyChanges);
        Policies.Set();
    }
}
