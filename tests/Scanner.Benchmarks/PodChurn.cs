using System.Diagnostics;
using System.Globalization;

namespace Scanner.Benchmarks;

/// <summary>Changes pods at a steady rate, as the kubelets of a large cluster do.</summary>
internal static class PodChurn
{
    private const int Pods = 2000;

    /// <returns>Events a second that there were.</returns>
    public static async Task<double> RunAsync(string kubeconfig, double perSecond, TimeSpan time, CancellationToken cancellationToken)
    {
        using var cluster = RawCluster.Open(kubeconfig);
        var pods = await cluster.SomePodsAsync(Pods, cancellationToken);
        var (clock, sent, running) = (Stopwatch.StartNew(), 0, new List<Task>());
        while (clock.Elapsed < time)
        {
            for (; sent < clock.Elapsed.TotalSeconds * perSecond && running.Count < 64; sent++)
                running.Add(cluster.AnnotatePodAsync(pods[sent % pods.Count], sent.ToString(CultureInfo.InvariantCulture), cancellationToken));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
            foreach (var done in running.Where(r => r.IsCompleted).ToList())
            {
                await done;
                running.Remove(done);
            }
        }

        await Task.WhenAll(running);
        return sent / clock.Elapsed.TotalSeconds;
    }
}
