using Scanner.ApiServer.Writes;
using Scanner.Fixtures;
using Scanner.Worker.Leading;

namespace Scanner.Tests.Worker.Leading;

/// <summary>One process that stands for election, on a clock of its own that can be stopped.</summary>
internal sealed class Replica
{
    private readonly ObservedLeases _leases;
    private readonly PausableTime _time;
    private readonly LeaderElector _elector;
    private readonly CancellationTokenSource _stop = new();
    private volatile ILeaderTerm? _term;
    private volatile bool _paused;
    private int _terms;
    private int _working;

    /// <param name="isHeld">Whether the call under way, the given one by number, waits for something that only the test can bring about.</param>
    public Replica(ILeaseClient leases, LeaderElectionOptions options, TimeProvider clock, Func<int, bool>? isHeld = null, Func<ILeaderTerm, Task>? work = null, string? unfit = null)
    {
        Unfit = unfit;
        _leases = new ObservedLeases(leases);
        _time = new PausableTime(clock);
        _elector = new LeaderElector(_leases, options, _time, Log) { WhyUnfit = () => Unfit };
        IsHeld = isHeld ?? (_ => false);
        Identity = options.Identity;
        Run = Task.Run(() => _elector.RunAsync(term => LeadAsync(term, work), _stop.Token));
    }

    public string Identity { get; }

    public LogLines Log { get; } = new();

    public Func<int, bool> IsHeld { get; set; }

    /// <summary>Why it could not do a leader's work; null when it could.</summary>
    public string? Unfit { get; set; }

    /// <summary>The election, from start to stop.</summary>
    public Task Run { get; }

    public LeadershipState State => _elector.State;

    /// <summary>How many terms it was given.</summary>
    public int Terms => Volatile.Read(ref _terms);

    /// <summary>Calls to the API so far.</summary>
    public int Calls => _leases.Started;

    /// <summary>What a writer that has been given a term would be told now, even one of a paused process.</summary>
    public bool MayWrite => _term is { IsLeader: true };

    /// <summary>Nothing will happen before the clock moves on.</summary>
    public bool IsAtRest => _paused || Run.IsCompleted || (!IsWorkEnding && (_leases.UnderWay > 0 ? IsHeld(_leases.Started) : _time.PendingDelays == 1 && _elector.IsLeader == MayWrite));

    /// <summary>
    /// It was told to stop and has not ended. It then waits for its work with a limit of time, which looks like rest, while the end of that
    /// work is on its way from one thread to the next.
    /// </summary>
    public bool IsStopping => _stop.IsCancellationRequested && !_paused && !Run.IsCompleted;

    private bool IsWorkEnding => Volatile.Read(ref _working) > 0 && _term is { Token.IsCancellationRequested: true };

    public void Stop() => _stop.Cancel();

    /// <summary>The process stands still: no timer fires and no answer is looked at, while time goes on.</summary>
    public void Pause()
    {
        _paused = true;
        _time.Pause();
        _leases.Pause();
    }

    public void Resume()
    {
        _leases.Resume();
        _time.Resume();
        _paused = false;
    }

    private async Task LeadAsync(ILeaderTerm term, Func<ILeaderTerm, Task>? work)
    {
        Interlocked.Increment(ref _terms);
        _term = term;
        if (work is not null)
        {
            await work(term);
            return;
        }

        Interlocked.Increment(ref _working);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, term.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }
}
