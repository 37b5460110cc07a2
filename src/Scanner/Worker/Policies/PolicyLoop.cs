using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Reflectors;
using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;
using Scanner.Worker.Work;

namespace Scanner.Worker.Policies;

/// <summary>While this replica leads: reads the policies of the cluster when one changes and with every full scan, and runs them.</summary>
internal sealed class PolicyLoop
{
    private const string Loop = "policies";

    // Changes come in bursts: who installs an engine makes dozens of objects.
    private static readonly TimeSpan s_gathering = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortestGap = TimeSpan.FromSeconds(5);

    // Neither who answers webhooks nor what policies take as parameters is watched.
    private static readonly TimeSpan s_backends = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(1);

    private readonly KnownPolicies _known;
    private readonly WorkSignals _signals;
    private readonly Heartbeats _beats;
    private readonly TimeProvider _time;
    private readonly WorkerTime _clock;
    private readonly ILogger _log;
    private readonly PolicySource _source;
    private readonly PolicyWork _work;
    private readonly Backoff _backoff;
    private long _seenChanges;
    private long _readChanges;
    private TimeSpan _lastRead;
    private TimeSpan _nextRead;
    private TimeSpan _nextBackends;

    public PolicyLoop(
        IApiServerReader cluster, KnownPolicies known, PolicyWork work, ClusterWatch watch, WorkSignals signals, Heartbeats beats, WorkerTime clock, TimeProvider time,
        Random random, ILogger<PolicyLoop> log)
    {
        (_known, _work, _signals, _beats, _clock, _time, _log) = (known, work, signals, beats, clock, time, log);
        _source = new PolicySource(cluster, watch, () => beats.Beat(Loop, cluster.LongestCall));
        _backoff = new Backoff(s_firstRetry, s_longestRetry, random.NextDouble);
    }

    /// <summary>A term begins, with nothing known of policies: those of an earlier term may be gone.</summary>
    public void BeginTerm() => _known.Forget();

    /// <summary>Until the term ends. What goes wrong with policies is told, and costs what is known of policies only.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _work.Forget();
        _backoff.Reset();
        _lastRead = _clock.Now - s_shortestGap;
        (_nextRead, _nextBackends) = (TimeSpan.Zero, TimeSpan.MaxValue);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _beats.Beat(Loop);
                await TurnAsync(cancellationToken);
                await _signals.Policies.WaitAsync(Wait(), _time, cancellationToken);
            }
        }
        finally
        {
            _beats.End(Loop);
            _work.Forget();
        }
    }

    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CatchUpAsync(cancellationToken);
            // Until the policies of now are read nobody is found wrong.
            if (_signals.PolicyChanges == _readChanges)
                await _work.ResolveAsync(() => _beats.Beat(Loop), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _log.PoliciesFailed(e);
            _work.Suspend();
            _known.Show(new ScanError(ScanStep.List("policies"), PlainText.OneLine(e.Message)));
            _nextRead = _clock.Now + _backoff.Next();
        }
    }

    /// <summary>A full scan that waits for policies waits for what they were found to do, else what is written of it would lack that.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var isDue = await IsReadDueAsync(cancellationToken);
        try
        {
            if (isDue)
                await ReadAsync(cancellationToken);
            await _work.FollowAsync(() => _beats.Beat(Loop), cancellationToken);
        }
        finally
        {
            if (isDue)
                _signals.PoliciesWereRead();
        }
    }

    private async Task<bool> IsReadDueAsync(CancellationToken cancellationToken)
    {
        if (_signals.ArePoliciesAwaited)
            return true;
        var now = _clock.Now;
        if (_signals.PolicyChanges is var changes && changes != _seenChanges)
        {
            _seenChanges = changes;
            _nextRead = Min(_nextRead, Max(now + s_gathering, _lastRead + Max(s_shortestGap, _work.LastCost * 10)));
        }

        if (now >= _nextRead || now < _nextBackends)
            return now >= _nextRead;
        _nextBackends = now + s_backends;
        return await _source.HaveBackendsChangedAsync(cancellationToken) || await _source.HaveParametersChangedAsync(cancellationToken);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var changes = _seenChanges = _signals.PolicyChanges;
        try
        {
            var (read, trouble) = await _source.ReadAsync(cancellationToken);
            _work.Take(read, isWhole: trouble is null);
            Tell(trouble);
            if (trouble is null)
            {
                _backoff.Reset();
                _readChanges = changes;
            }

            _nextRead = trouble is null ? TimeSpan.MaxValue : _clock.Now + _backoff.Next();
        }
        finally
        {
            _lastRead = _clock.Now;
            _nextBackends = _lastRead + s_backends;
        }
    }

    private void Tell(ScanError? trouble)
    {
        if (!_known.Show(trouble))
            return;
        if (trouble is not null)
            _log.PoliciesNotRead(PlainText.OneLine(trouble.ToString()));
        else
            _log.PoliciesRead();
    }

    private TimeSpan Wait()
    {
        var now = _clock.Now;
        var next = Min(Min(_nextRead, _nextBackends), _work.NextCount);
        return next <= now ? TimeSpan.FromMilliseconds(1) : Min(next - now, Heartbeats.LongestWait);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
