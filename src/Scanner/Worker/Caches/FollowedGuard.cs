using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>One resource that is followed, and how to end that.</summary>
internal sealed record FollowedGuard(WatchTarget Target, GuardCache Cache, CancellationTokenSource Stop, Task Task)
{
    /// <summary>Ends the watch and waits for its end, however it ends.</summary>
    public async Task StopAsync()
    {
        await Stop.CancelAsync();
        await Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Stop.Dispose();
    }
}
