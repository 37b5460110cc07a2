using System.Diagnostics;

namespace Scanner.Benchmarks;

/// <summary>Somebody else who reads one namespace fifty times a second, and notes how long each answer takes.</summary>
internal sealed class Bystander : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly RawCluster _cluster;
    private readonly Task _running;
    private List<double> _times = [];

    public Bystander(string kubeconfig)
    {
        _cluster = RawCluster.Open(kubeconfig);
        _running = RunAsync(_stop.Token);
    }

    /// <summary>Milliseconds of each answer since the last call, sorted.</summary>
    public List<double> Take()
    {
        var times = Interlocked.Exchange(ref _times, []);
        times.Sort();
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _cluster.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; ; i = (i + 1) % 100)
            {
                var start = Stopwatch.GetTimestamp();
                await _cluster.GetNamespaceAsync(i, cancellationToken);
                _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Enough was seen.
        }
    }
}
