using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Writes;
using Scanner.Core;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Cluster;
using Scanner.Probing;
using Scanner.Publishing.Metrics;
using Scanner.Worker.Caches;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker.Fencing;

/// <summary>
/// Finds out whether the scanner's account could write for real, and keeps probes back while it could, or while nobody knows. What was found out
/// stands until an answer says otherwise. Thread-safe.
/// </summary>
internal sealed class FenceGate(
    ApiServerClient cluster, ILeaderElection election, ClusterWatch watch, LiveSettings settings, ProbeQueue queue, WorkSignals signals, FenceMetrics metrics, WorkerTime clock,
    Heartbeats beats, TimeProvider time, Random random, ILogger<FenceGate> log)
{
    /// <summary>Requests for one answer at most: other policies may refuse what the fence would, and somewhere else they may not.</summary>
    public const int MostPods = 5;

    private const string Loop = "fence";

    // Every probe waits for the answer. Who has not given it by then most likely waits for a webhook that hangs, and another is asked beside.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly IEmptyPatchClient _patches = cluster.EmptyPatchesWhile(() => election.IsLeader);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly FenceDoubt _doubt = new();
    private volatile Fence _fence = Fence.NotChecked;
    private string? _toldBy;

    /// <summary>What is known at present.</summary>
    public Fence Fence => _fence;

    /// <summary>Why nothing is probed at present; null where that is not for want of a fence.</summary>
    public string? WhyShut => !settings.Current.RequireFence || !settings.Current.Probe.Probe ? null : _fence.State switch
    {
        FenceState.Fenced or FenceState.NoRight or FenceState.NotChecked => null,
        FenceState.NotFenced => "the scanner is not fenced (ES501) and requireFence is true: apply what scanner rbac --fence ACCOUNT prints, or set requireFence to false",
        _ => $"whether the scanner is fenced could not be found out: {PlainText.OneLine(_fence.Message)}",
    };

    /// <summary>False as soon as the fence is known to be missing where it is required: what was begun before is not gone on with.</summary>
    public bool MaySend => _fence.State != FenceState.NotFenced || !settings.Current.RequireFence;

    /// <summary>Asks, where there is a pod to ask about; for each full scan. Whoever needs the fence meanwhile waits for the answer.</summary>
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        _doubt.Raise();
        return CheckAsync(static () => true, cancellationToken);
    }

    /// <summary>Right before a namespace that has pods is probed: the state of the fence, which is found out where nobody knows.</summary>
    public async Task<FenceState> EnsureAsync(CancellationToken cancellationToken)
    {
        if (!settings.Current.RequireFence || !settings.Current.Probe.Probe)
            return FenceState.Fenced;
        if (IsDoubtful())
            await CheckAsync(IsDoubtful, cancellationToken);
        return _fence.State;
    }

    /// <summary>
    /// While this replica leads: asks where a doubt has stayed, as when a policy changed and no answer said what came of it. The next namespace
    /// may be due in half an hour.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                beats.Beat(Loop, cluster.LongestCall * MostPods);
                await Task.Delay(Heartbeats.LongestWait, time, cancellationToken);
                // What nobody knows is asked again by the namespaces that wait for it.
                if (_fence.State is FenceState.Fenced or FenceState.NotFenced)
                    await EnsureAsync(cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
        }
    }

    private bool IsDoubtful() => _doubt.IsAt(clock.Now, _fence.State, signals.GuardsChangedAt);

    private async Task CheckAsync(Func<bool> isWanted, CancellationToken cancellationToken)
    {
        if (!settings.Current.Probe.Probe)
            return;
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Who waited may have got the answer by that.
            if (!isWanted())
                return;
            var began = clock.Now;
            var answer = await AskAsync(cancellationToken);
            Learn(answer);
            // Not before the answer is known: whoever asks meanwhile must wait for it, and not take the one from before.
            if (Says(answer.State))
                _doubt.Learnt(began);
            else if (answer.State != FenceState.NotChecked)
                _doubt.Failed(clock.Now, stands: Says(_fence.State));
        }
        catch (NotSentException)
        {
            // The term is over, and the next one asks anew.
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Fence> AskAsync(CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pods = new Queue<PodFacts>(watch.Pods.Some(MostPods, _toldBy, random.Next()));
        var asked = new Dictionary<Task<ProbeAnswer>, string>();
        var (answer, start, isBroken) = (Fence.NotChecked, time.GetTimestamp(), false);
        try
        {
            while (pods.Count + asked.Count > 0)
            {
                if (pods.TryDequeue(out var next))
                    asked.Add(AskAsync(next, rest.Token), next.Namespace);
                await Task.WhenAny([.. asked.Keys, Task.Delay(pods.Count > 0 ? s_patience : Timeout.InfiniteTimeSpan, time, rest.Token)]);
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var ended in asked.Keys.Where(a => a.IsCompleted).ToList())
                {
                    asked.Remove(ended, out var ns);
                    var given = await ended;
                    isBroken |= given is ProbeAnswer.Failed;
                    answer = Fence.Of(given);
                    // A server that has just started refuses everybody, and says nothing of the account.
                    if (answer.State == FenceState.NoRight && (isBroken || watch.WasAwaySince(start)))
                        answer = new Fence(FenceState.Unclear, "the API server was away, and refused everything for a moment");
                    if (!Says(answer.State))
                        continue;
                    _toldBy = ns;
                    return answer;
                }
            }

            return answer;
        }
        finally
        {
            await rest.CancelAsync();
            await ((Task)Task.WhenAll(asked.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ProbeAnswer> AskAsync(PodFacts pod, CancellationToken cancellationToken) =>
        ProbeAnswers.Of(await _patches.PatchAsync(pod.Namespace, pod.Name, cancellationToken));

    private static bool Says(FenceState state) => state is FenceState.Fenced or FenceState.NotFenced or FenceState.NoRight;

    // An answer that says nothing takes nothing away.
    private void Learn(Fence answer)
    {
        var before = _fence;
        if (answer.State == FenceState.NotChecked || (!Says(answer.State) && Says(before.State)))
            return;
        _fence = answer;
        metrics.Show(answer.State switch { FenceState.Fenced => true, FenceState.NotFenced => false, _ => null });
        if (answer.State == before.State)
            return;
        Tell(answer);
        // Whoever was asked meanwhile was not probed, and is due no sooner than by the schedule.
        if (before.State == FenceState.NotFenced && settings.Current.RequireFence)
            queue.AllGuardsChanged();
        signals.Changed.Set();
    }

    private void Tell(Fence fence)
    {
        if (fence.State == FenceState.Fenced)
            log.Fenced();
        else if (fence.State == FenceState.NotFenced)
            log.NotFenced(settings.Current.RequireFence ? "nothing is probed" : "probing goes on, as requireFence is false");
        else if (fence.State == FenceState.Unclear)
            log.FenceUnclear(PlainText.OneLine(fence.Message));
    }
}
