using Scanner.Core.Scheduling;

namespace Scanner.Worker.Probes;

/// <summary>A question under way.</summary>
/// <param name="start">Timestamp of its beginning.</param>
internal sealed class RunningProbe(DueNamespace due, long start, CancellationToken term) : IDisposable
{
    private readonly CancellationTokenSource _giveUp = CancellationTokenSource.CreateLinkedTokenSource(term);

    public DueNamespace Due { get; } = due;

    public long Start { get; } = start;

    /// <summary>Gives whether an answer came.</summary>
    public Task<bool> Asking { get; set; } = Task.FromResult(false);

    public CancellationToken Token => _giveUp.Token;

    /// <summary>Others need its place; nothing is said of the namespace by that.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>What it asks about has changed: what it has heard so far counts for nothing.</summary>
    public bool IsOutdated { get; private set; }

    public void GiveUp()
    {
        IsGivenUp = true;
        _giveUp.Cancel();
    }

    public void Drop()
    {
        IsOutdated = true;
        _giveUp.Cancel();
    }

    public void Dispose() => _giveUp.Dispose();
}
