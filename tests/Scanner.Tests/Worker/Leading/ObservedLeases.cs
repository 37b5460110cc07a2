using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Writes;

namespace Scanner.Tests.Worker.Leading;

/// <summary>Counts the calls under way; while the process is paused, answers that arrive are not looked at.</summary>
internal sealed class ObservedLeases(ILeaseClient inner) : ILeaseClient
{
    private int _started;
    private int _ended;
    private volatile TaskCompletionSource? _pause;

    public int Started => Volatile.Read(ref _started);

    public int UnderWay => Started - Volatile.Read(ref _ended);

    public Task<ApiAnswer<Lease>> GetAsync(string ns, string name, CancellationToken cancellationToken) =>
        ObserveAsync(() => inner.GetAsync(ns, name, cancellationToken));

    public Task<ApiAnswer<Lease>> CreateAsync(string ns, string name, LeaseSpec spec, CancellationToken cancellationToken) =>
        ObserveAsync(() => inner.CreateAsync(ns, name, spec, cancellationToken));

    public Task<ApiAnswer<Lease>> UpdateAsync(Lease lease, LeaseSpec spec, CancellationToken cancellationToken) =>
        ObserveAsync(() => inner.UpdateAsync(lease, spec, cancellationToken));

    public void Pause() => _pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume()
    {
        var pause = _pause;
        _pause = null;
        pause?.SetResult();
    }

    private async Task<ApiAnswer<Lease>> ObserveAsync(Func<Task<ApiAnswer<Lease>>> call)
    {
        Interlocked.Increment(ref _started);
        try
        {
            return await call();
        }
        finally
        {
            if (_pause is { } pause)
                await pause.Task;
            Interlocked.Increment(ref _ended);
        }
    }
}
