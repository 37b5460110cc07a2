using Scanner.ApiServer.Reflectors;
using Scanner.Worker.Caches;
using Scanner.Worker.Leading;
using Scanner.Worker.Probes;

namespace Scanner.Worker.Health;

/// <summary>Whether this replica does its part, for <c>/readyz</c>.</summary>
internal sealed class Readiness(ClusterWatch watch, ILeaderElection election, FullScans fullScans)
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
            LeadershipState.Leading => fullScans.State.LastResult is null ? "the first full scan is not done" : null,
            LeadershipState.NoPermission { Message: var message } => message,
            LeadershipState.Unreachable { Message: var message } => message,
            _ => "nobody leads yet",
        };
    }
}
