using System.Collections.Immutable;
using Scanner.Core.Posture;

namespace Scanner.Running;

/// <summary>Remembers what this process published itself, so nothing across a restart or from another replica.</summary>
internal sealed class EarlierVerdictsInMemory(PostureBoard board) : IEarlierVerdicts
{
    public Task<ImmutableDictionary<string, Verdict>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(
        board.Current?.Scan.Namespaces.Where(n => n.Verdict != Verdict.Unknown).ToImmutableDictionary(n => n.Name, n => n.Verdict)
        ?? ImmutableDictionary<string, Verdict>.Empty);
}
