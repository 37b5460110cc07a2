using Microsoft.Extensions.Logging;
using Scanner.ApiServer.Writes;

namespace Scanner.Worker.Leading;

/// <summary>
/// Leader election on a Lease. At most one replica is told that it leads: a leader stops
/// <see cref="LeaderElectionOptions.RenewDeadline"/> after its last renewal was sent, the others wait
/// <see cref="LeaderElectionOptions.LeaseDuration"/> after they saw it.
/// </summary>
internal sealed class LeaderElector(
    ILeaseClient client,
    LeaderElectionOptions options,
    TimeProvider time,
    ILogger log) : ILeaderElection
{
    private readonly LeaseKeeper _keeper = new(client, options, time);
    private readonly LeaseRefusals _refusals = new(time);
    private volatile LeadershipState _state = new LeadershipState.NotRunning();
    private volatile LeaderTerm? _term;
    private bool _unfit;

    /// <summary>Called before each look at the lease, so that whoever listens sees that it turns.</summary>
    public Action Turned { get; init; } = static () => { };

    /// <summary>
    /// Why this replica could not do a leader's work; null when it could. One that could not does not stand for election, and gives the
    /// lease back if it has it.
    /// </summary>
    public Func<string?> WhyUnfit { get; init; } = static () => null;

    public bool IsLeader => _term is { IsLeader: true };

    public LeadershipState State => _state;

    public async Task RunAsync(Func<ILeaderTerm, Task> lead, CancellationToken stopping)
    {
        var release = true;
        try
        {
            while (release && await AcquireAsync(stopping) is { } since)
                release = await LeadAsync(lead, since, stopping);
        }
        finally
        {
            _state = new LeadershipState.NotRunning();
            if (release)
                await ReleaseAsync();
        }
    }

    /// <summary>Tries until we hold the lease; null on a stop.</summary>
    private async Task<long?> AcquireAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                stopping.ThrowIfCancellationRequested();
                Turned();
                if (WhyUnfit() is { } unfit)
                {
                    _state = new LeadershipState.Unfit(unfit);
                    await Task.Delay(Jitter.Lengthen(options.RetryPeriod, options.Random), time, stopping);
                    continue;
                }

                var attempt = _refusals.Judge(await _keeper.TryAsync(stopping));
                if (attempt is LeaseAttempt.Held held)
                    return held.Since;
                Report(attempt);
                await Task.Delay(PauseAfter(attempt), time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>One term. False when its work did not end in time on a stop: then the lease must run out by itself.</summary>
    private async Task<bool> LeadAsync(Func<ILeaderTerm, Task> lead, long since, CancellationToken stopping)
    {
        var term = new LeaderTerm(options.RenewDeadline, since, time, stopping);
        // The answer may have come too late, and a stop may have overtaken it.
        if (!term.IsLeader)
        {
            term.Dispose();
            return true;
        }

        (_term, _state) = (term, new LeadershipState.Leading());
        log.Started(options.Identity, options.LeaseNamespace, options.LeaseName);
        var work = WorkAsync(lead, term);
        var successor = await RenewAsync(term, stopping);
        term.End();
        (_term, _state) = (null, new LeadershipState.Following(successor));
        if (!await HasEndedAsync(work, stopping))
        {
            log.NotReleased(options.LeaseNamespace, options.LeaseName, $"the leader's work did not end within {options.StopLimit.TotalSeconds:0.#} s");
            return false;
        }

        term.Dispose();
        await work;
        if (_unfit)
            await ReleaseAsync();
        _unfit = false;
        return true;
    }

    /// <summary>The work of a term. Its failure ends the term; the end of the term is no failure.</summary>
    private async Task WorkAsync(Func<ILeaderTerm, Task> lead, LeaderTerm term)
    {
        try
        {
            await Task.Run(() => lead(term), CancellationToken.None);
        }
        catch (OperationCanceledException) when (term.Token.IsCancellationRequested)
        {
            // what it was asked for
        }
        catch (Exception e)
        {
            log.WorkFailed(e);
            term.End();
            throw;
        }
    }

    /// <summary>Renews the lease until the term is over or the lease is another's; whose it is then, empty when nobody's or unknown.</summary>
    private async Task<string> RenewAsync(LeaderTerm term, CancellationToken stopping)
    {
        var problem = "";
        try
        {
            while (true)
            {
                await Task.Delay(Jitter.Lengthen(options.RetryPeriod, options.Random), time, term.Token);
                // After a pause of the whole process this may run before the term's own timer.
                if (!term.IsLeader)
                    break;
                Turned();
                if (WhyUnfit() is { } unfit)
                {
                    log.GaveUp(unfit);
                    _unfit = true;
                    return "";
                }

                var attempt = _refusals.Judge(await _keeper.TryAsync(term.Token));
                if (attempt is LeaseAttempt.HeldByOther other)
                {
                    log.Taken(other.Holder);
                    return other.Holder;
                }

                if (attempt is LeaseAttempt.Held held && !term.Renew(held.Since))
                    break;
                problem = Note(attempt, problem, term);
            }
        }
        catch (OperationCanceledException) when (term.Token.IsCancellationRequested)
        {
            // told below, unless somebody wanted it
        }

        if (!stopping.IsCancellationRequested && !term.WasEnded)
            log.NotRenewed(options.RenewDeadline.TotalSeconds, problem.Length > 0 ? problem : "no answer came, or this process stood still");
        return "";
    }

    /// <summary>Logs the first failure in a row and the end of the row; what the last failure was, empty after a success.</summary>
    private string Note(LeaseAttempt attempt, string before, LeaderTerm term)
    {
        var now = attempt switch
        {
            LeaseAttempt.Forbidden forbidden => forbidden.Message,
            LeaseAttempt.Failed failed => failed.Message,
            LeaseAttempt.Contended => "it changes all the time",
            _ => "",
        };
        if (before.Length == 0 && now.Length > 0)
            log.RenewalFailed(term.Left.TotalSeconds, now);
        else if (before.Length > 0 && now.Length == 0)
            log.RenewedAgain();
        return now;
    }

    /// <summary>Waits for the work of a term that is over: as long as it takes, but on a stop no longer than the limit for that.</summary>
    private async Task<bool> HasEndedAsync(Task work, CancellationToken stopping)
    {
        await ((Task)Task.WhenAny(work)).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)Task.WhenAny(work)).WaitAsync(options.StopLimit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return work.IsCompleted;
    }

    private async Task ReleaseAsync()
    {
        if (!_keeper.MayHold)
            return;
        if (await _keeper.ReleaseAsync() is { } problem)
            log.NotReleased(options.LeaseNamespace, options.LeaseName, problem);
        else
            log.Released(options.LeaseNamespace, options.LeaseName);
    }

    private void Report(LeaseAttempt attempt)
    {
        var before = _state;
        var pause = PausePlain(attempt).TotalSeconds;
        switch (attempt)
        {
            case LeaseAttempt.HeldByOther other:
                _state = new LeadershipState.Following(other.Holder);
                if (_state != before)
                    log.Following(other.Holder);
                break;
            case LeaseAttempt.Forbidden forbidden:
                _state = new LeadershipState.NoPermission(forbidden.Message);
                if (_state != before)
                    log.NoPermission(forbidden.Message, pause);
                break;
            case LeaseAttempt.Failed failed:
                _state = new LeadershipState.Unreachable(failed.Message);
                if (before is not LeadershipState.Unreachable)
                    log.Unreachable(failed.Message, pause);
                break;
            default:
                if (before is not LeadershipState.Following)
                    _state = new LeadershipState.Following("");
                break;
        }
    }

    private TimeSpan PauseAfter(LeaseAttempt attempt)
    {
        var pause = Jitter.Lengthen(PausePlain(attempt), options.Random);
        // A lease that runs out meanwhile is taken when it does, not a pause later.
        return attempt is LeaseAttempt.HeldByOther { ExpiresIn: var left } && left < pause ? left + Jitter.Extra(options.RetryPeriod, options.Random) : pause;
    }

    private TimeSpan PausePlain(LeaseAttempt attempt) => attempt is LeaseAttempt.Forbidden ? options.NoPermissionPeriod : options.RetryPeriod;
}
