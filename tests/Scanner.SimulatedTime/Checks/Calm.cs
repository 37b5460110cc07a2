using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Answers;
using Scanner.SimulatedTime.Clusters;
using Scanner.SimulatedTime.Faults;
using Scanner.SimulatedTime.Replicas;

namespace Scanner.SimulatedTime.Checks;

/// <summary>A time without faults, in which all that is promised must come true.</summary>
internal sealed class Calm(Scene scene, Probes probes, Churn churn, Waits waits)
{
    // The longest pause before what failed is asked again, and the time that a watch may take to find out that nothing comes.
    private static readonly TimeSpan s_recovery = TimeSpan.FromMinutes(12);

    // A right that was refused is asked for again by the next full scan, twice an hour.
    private static readonly TimeSpan s_rights = TimeSpan.FromMinutes(35);

    // Of one change in a cluster that is well, until the snapshot shows it. A new namespace may be asked before its first pod is there, and
    // is asked no more often than every ten seconds.
    private static readonly TimeSpan s_change = TimeSpan.FromSeconds(13);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan s_schedule = TimeSpan.FromMinutes(31);

    private readonly FreshScan _fresh = new(scene.World, scene.Cluster.Server);

    public Churn Churn => churn;

    /// <returns>What is wrong; null for nothing.</returns>
    public async Task<string?> PassAsync(bool rightsWereTaken, bool isLast)
    {
        End();
        scene.Story.Tell("calm");
        var within = rightsWereTaken ? s_rights : s_recovery;
        if (scene.Cluster.Fence is { IsThere: true, IsDown: true } && await FencelessAsync(within) is { } problem)
            return problem;
        var fresh = await _fresh.RunAsync();
        return await RecoverAsync(fresh, within)
            ?? await ChangeAsync()
            ?? (isLast ? await LastAsync() : null)
            ?? Broken();
    }

    /// <summary>Whatever overlapping faults have left behind.</summary>
    private void End()
    {
        foreach (var replica in scene.Replicas)
            replica.Wire.Heal();
    }

    private async Task<string?> RecoverAsync(ImmutableArray<string> fresh, TimeSpan within)
    {
        var start = scene.World.Now;
        string? missing;
        while ((missing = Missing(fresh)) is not null && scene.World.Now < start + within)
            await scene.World.PassAsync(s_look);
        var took = scene.World.Now - start;
        scene.Story.Tell($"right after {took}");
        waits.Recovery = Waits.Max(waits.Recovery, took);
        return missing is null ? null : $"not right within {within} of calm:\n{missing}";
    }

    /// <summary>Who requires a fence finds out that there is none, says so and asks nothing, until it is back.</summary>
    private async Task<string?> FencelessAsync(TimeSpan within)
    {
        if (!await scene.World.UntilAsync(() => IsFenceTold(isDown: true), within))
            return $"the missing fence was not told within {within}: {scene.Leader?.Fence.State}";
        var sent = probes.Sent;
        await scene.World.PassAsync(TimeSpan.FromMinutes(2));
        if (probes.Sent > sent)
            return $"{probes.Sent - sent} requests without a fence";
        if (!IsFenceTold(isDown: true))
            return "the missing fence is told no longer";
        scene.Cluster.Fence.Raise();
        scene.Story.Tell("fence back");
        return null;
    }

    private bool IsFenceTold(bool isDown) =>
        scene.Leader is { Board.Current.Scan: var scan, Fence.State: var state }
        && state == (isDown ? FenceState.NotFenced : FenceState.Fenced) && scan.Findings.Any(f => f.Rule == "ES501") == isDown;

    /// <summary>One thing changes in a cluster that is well.</summary>
    private async Task<string?> ChangeAsync()
    {
        // Longer than two rounds, so that the least distance between them is no wait.
        await scene.World.PassAsync(TimeSpan.FromSeconds(45 + scene.Random.Next(60)));
        scene.Pick([churn.Relabel, churn.AddNamespace, churn.AddPod])();
        var (fresh, start) = (await _fresh.RunAsync(), scene.World.Now);
        var looked = 0L;
        var seen = await scene.World.UntilAsync(() => IsNew(ref looked) && !Shown(fresh).Any(), s_change);
        waits.Change = Waits.Max(waits.Change, scene.World.Now - start);
        return seen ? null : $"a change was not seen within {s_change}:\n{string.Join('\n', Shown(fresh))}";
    }

    /// <summary>It stays right over a full scan, and that asks everybody.</summary>
    private async Task<string?> LastAsync()
    {
        var fresh = await _fresh.RunAsync();
        await scene.World.PassAsync(TimeSpan.FromMinutes(36));
        scene.Cluster.Server.Faults.Clear();
        if (Missing(fresh) is { } missing)
            return $"it did not stay right:\n{missing}";
        var silent = scene.Leader!.Board.Current!.Scan.Namespaces
            .Where(n => !n.Targets.IsEmpty && scene.World.Now - probes.Last.GetValueOrDefault(n.Name) > s_schedule)
            .Select(n => $"  {n.Name} was probed last at {probes.Last.GetValueOrDefault(n.Name)}")
            .ToList();
        return silent.Count > 0 ? $"somebody was not asked for longer than the schedule:\n{string.Join('\n', silent)}" : null;
    }

    /// <summary>What is not as it must be in the end; null when all is.</summary>
    private string? Missing(ImmutableArray<string> fresh)
    {
        if (Broken() is { } broken)
            return broken;
        // A leader learns of it with its next renewal, and no snapshot is shown until the lease has run out.
        if (scene.Leader is not { } leader || ReplicaFaults.IsLeaseStolen(scene))
            return "nobody leads";
        if (scene.Cluster.Fence.IsThere && !IsFenceTold(isDown: false))
            return $"the fence is there, and told as {leader.Fence.State}";
        var problems = scene.Replicas.Where(r => r.WhyNotReady is not null).Select(r => $"  {r.User} is not ready: {r.WhyNotReady}")
            .Concat(scene.Replicas.SelectMany(r => r.Watch.Watches
                .Where(w => w.Status.Phase != WatchPhase.Synced || w.Status.Message is not null)
                .Select(w => $"  {r.User} {w.Target.Name} {w.Status.Phase} {w.Status.Message}")))
            .Concat(Shown(fresh))
            .ToList();
        return problems.Count > 0 ? string.Join('\n', problems) : null;
    }

    private bool IsNew(ref long looked)
    {
        var number = scene.Leader?.Board.Current?.Number ?? 0;
        var isNew = number != looked;
        looked = number;
        return isNew;
    }

    private IEnumerable<string> Shown(ImmutableArray<string> fresh)
    {
        if (scene.Leader?.Board.Current is not { } snapshot)
            return ["  there is no snapshot"];
        var difference = PostureText.Difference(fresh, PostureText.Of(snapshot.Scan));
        return snapshot.Scan.Complete ? difference : [.. snapshot.Scan.Errors.Select(e => $"  incomplete: {e}"), "  incomplete", .. difference];
    }

    /// <summary>What may never be.</summary>
    private string? Broken()
    {
        var broken = probes.Violations
            .Concat(scene.Pods.Written())
            .Concat(scene.Replicas.SelectMany(r => r.Log.Faults))
            .Concat(scene.Replicas.Select(r => r.Ended).OfType<string>())
            .Take(20)
            .ToList();
        return broken.Count > 0 ? string.Join('\n', broken) : null;
    }
}
