using Scanner.Core;
using Scanner.Publishing.Web;
using Scanner.Worker.Health;
using Scanner.Worker.Leading;
using Scanner.Worker.Work;

namespace Scanner.Worker.Web;

/// <inheritdoc cref="IReplica"/>
internal sealed class Replica(ILeaderElection election, KnownNamespaces known, Readiness readiness) : IReplica
{
    // Whoever has just been elected still shows what it knew in an earlier term.
    public bool IsLeading => election.IsLeader && known.IsLeading;

    // A replica's name comes from the Lease, which others may write.
    public string WhyNoSnapshot() => PlainText.OneLine(election.State is LeadershipState.Following { Holder: { Length: > 0 } holder }
        ? $"no snapshot here: {holder} leads, ask that replica"
        : $"no snapshot yet: {readiness.WhyNot() ?? "the first one is being composed"}");
}
