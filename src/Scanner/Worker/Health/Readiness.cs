using Scanner.ApiServer.Reflectors;
using Scanner.Worker.Caches;
using Scanner.Worker.Leading;
using Scanner.Worker.Probes;
using Scanner.Worker.Work;

namespace Scanner.Worker.Health;

/// <summary>Whether this replica does its part, for <c>/readyz</c>.</summary>
internal sealed class Readiness(ClusterWatch watch, ILeaderElection election, FullScans fullScans, ProbeQueue queue)
{
    /// <summary>Null when this replica is ready; else why it is not.</summary>
    public string? WhyNot()
    {
        if (!watch.IsSynced)
            return "the caches are not synced";
        if (watch.NamespaceStatus is { Phase: WatchPhase.Lost } || watch.PodStatus is { Phase: WatchPhase.Lost })
            return "the API server cannot be reached";
        return election.State switch
        {
            LeadershipState.Following { Holder.Length: > 0 } => null,
            LeadershipState.Leading => FirstAnswers(),
            LeadershipState.NoPermission { Message: var message } => message,
            LeadershipState.Unreachable { Message: var message } => message,
            _ => "nobody leads yet",
        };
    }

    // One that is new later is no reason: there is a picture to show.
    private string? FirstAnswers() => fullScans.State.LastResult is null && queue.Unanswered is > 0 and var left
        ? $"{left} of {watch.Namespaces.Count} namespaces have no first answer yet"
        : null;
}
