using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Publishing.Board;

namespace Scanner.Worker.Snapshots;

/// <summary>Remembers what this process published itself, so nothing across a restart or from another replica.</summary>
internal sealed class EarlierVerdictsInMemory(PostureBoard board) : IEarlierVerdicts
{
    public Task<ImmutableDictionary<string, Verdict>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(
        (board.Current?.Scan.Namespaces ?? [])
            .Select(n => (n.Name, Verdict: n.Compared))
            .Where(n => n.Verdict is not null)
            .ToImmutableDictionary(n => n.Name, n => n.Verdict!.Value));
}
