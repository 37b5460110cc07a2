using Scanner.ApiServer.Answers;
using Scanner.ApiServer.DryRuns;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;
using Scanner.Worker.Leading;

namespace Scanner.Worker.Probes;

/// <summary>Asks, right before every request, whether this replica still leads: two replicas never probe at once.</summary>
internal sealed class TermDryRunClient(IDryRunClient inner, ILeaderTerm term) : IDryRunClient
{
    public Task<ApiAnswer<T>> PatchAsync<T>(ResourcePath path, ReadOnlyMemory<byte> patch, IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        ThrowIfOver();
        return inner.PatchAsync(path, patch, reader, cancellationToken);
    }

    public Task<ApiAnswer<T>> CreateAsync<T>(ResourcePath path, ReadOnlyMemory<byte> manifest, IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        ThrowIfOver();
        return inner.CreateAsync(path, manifest, reader, cancellationToken);
    }

    private void ThrowIfOver()
    {
        if (!term.IsLeader)
            throw new OperationCanceledException("this replica leads no more", term.Token);
    }
}
