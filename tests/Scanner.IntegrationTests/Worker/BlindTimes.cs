using System.Diagnostics;
using Scanner.ApiServer.Reflectors;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Measures how long each watch of a worker is not synced, from the first moment on that all are.</summary>
internal sealed class BlindTimes : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (TimeSpan Sum, TimeSpan Longest, TimeSpan Present)> _times = [];
    private readonly Task _running;

    public BlindTimes(LiveWorker worker) => _running = RunAsync(worker);

    /// <summary>A line for each watch.</summary>
    public IEnumerable<string> Lines() =>
        _times.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}: blind for {t.Value.Sum.TotalSeconds:0.0} s, {t.Value.Longest.TotalSeconds:0.0} s at most at once");

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(LiveWorker worker)
    {
        var last = Stopwatch.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            var now = Stopwatch.GetTimestamp();
            var step = Stopwatch.GetElapsedTime(last, now);
            last = now;
            foreach (var watch in worker.Watches)
            {
                var (sum, longest, present) = _times.GetValueOrDefault(watch.Target.Name);
                present = watch.Status.Phase == WatchPhase.Synced ? TimeSpan.Zero : present + step;
                _times[watch.Target.Name] = present == TimeSpan.Zero
                    ? (sum, longest, present)
                    : (sum + step, longest > present ? longest : present, present);
            }
        }
    }
}
