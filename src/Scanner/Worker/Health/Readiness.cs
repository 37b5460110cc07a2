using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.Worker.Caches;
using Scanner.Worker.Leading;
using Scanner.Worker.Probes;
using Scanner.Worker.Work;

namespace Scanner.Worker.Health;

/// <summary>Whether this replica does its part, for <c>/readyz</c>.</summary>
internal sealed class Readiness(ClusterWatch watch, ILeaderElection election, FullScans fullScans, ProbeQueue queue)
{
    /// <summary>A watch that is lost comes back within this, the longest pause between two attempts, unless something is wrong.</summary>
    private static readonly TimeSpan s_backoff = TimeSpan.FromSeconds(30);

    private const int MostNamed = 5;

    /// <summary>Null when this replica is ready; else why it is not.</summary>
    public string? WhyNot()
    {
        if (!watch.IsSynced)
            return $"the caches are not synced: waiting for {Names(watch.Waiting)}";
        var lost = watch.Watches.Where(w => w.IsFailing && w.For > s_backoff && ClusterWatch.IsEssential(w.Target)).ToList();
        if (lost.Count > 0)
            return (watch.IsReachable ? "not followed: " : "the API server cannot be reached; not followed: ") + Names([.. lost.Select(Describe)]);
        return election.State switch
        {
            LeadershipState.Following { Holder.Length: > 0 } => null,
            LeadershipState.Leading => FirstAnswers(),
            LeadershipState.NoPermission { Message: var message } => message,
            LeadershipState.Unreachable { Message: var message } => message,
            LeadershipState.Unfit { Message: var message } => message,
            _ => "nobody leads yet",
        };
    }

    // One that is new later is no reason: there is a picture to show.
    private string? FirstAnswers() => fullScans.State.LastResult is null && queue.Unanswered is > 0 and var left
        ? $"{left} of {watch.Namespaces.Count} namespaces have no first answer yet"
        : null;

    /// <summary>What this replica does not follow at present, ready or not; one line each.</summary>
    public ImmutableArray<string> NotFollowed() =>
        [.. watch.Watches.Where(w => w.Status.Phase is not (WatchPhase.Synced or WatchPhase.NotServed)).Select(Describe)];

    private static string Describe(FollowedWatch w) =>
        $"{w.Target.Place} ({w.Status.Phase} since {w.Status.Since:u}{(w.Status.Message is { } message ? $": {Line(message)}" : "")})";

    private static string Names(ImmutableArray<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? $" and {names.Length - MostNamed} more" : "");

    // What a server or a proxy says may hold anything.
    private static string Line(string message) => string.Concat(message.Take(200).Select(c => char.IsControl(c) ? ' ' : c));
}
