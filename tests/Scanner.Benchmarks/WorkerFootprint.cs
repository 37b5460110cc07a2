using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Scanner.Benchmarks;

/// <summary>
/// Runs <c>scanner run</c> as a process of its own until it is ready, and prints what it holds, how long that took, and what a bystander of
/// the API server felt of it.
/// </summary>
internal static class WorkerFootprint
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_churn = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(string kubeconfig, string? scanner, double rateLimit, double podEvents, CancellationToken cancellationToken)
    {
        await using var bystander = new Bystander(kubeconfig);
        await Task.Delay(s_idle, TimeProvider.System, cancellationToken);
        var idle = bystander.Take();
        var port = FreePort();
        var start = new ProcessStartInfo(scanner ?? Path.Combine(AppContext.BaseDirectory, "scanner")) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { "run", "--kubeconfig", kubeconfig, "--listen", $"127.0.0.1:{port}", "--web-listen", "127.0.0.1:0", "--rate-limit", rateLimit.ToString(CultureInfo.InvariantCulture), "--leader-election", "false" })
            start.ArgumentList.Add(argument);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Show(line.Data, clock, process.Id);
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await IsReadyAsync(http, new Uri(http.BaseAddress, "/readyz"), cancellationToken))
            await Task.Delay(s_poll, TimeProvider.System, cancellationToken);
        PrintBystander(idle, bystander.Take());
        Console.WriteLine($"ready after {clock.Elapsed.TotalSeconds:0.0} s: RSS {Rss(process.Id, "VmRSS"):0.0} MB, peak {Rss(process.Id, "VmHWM"):0.0} MB");
        await Task.Delay(s_rest, TimeProvider.System, cancellationToken);
        Console.WriteLine($"after {s_rest.TotalSeconds} s more: RSS {Rss(process.Id, "VmRSS"):0.0} MB, peak {Rss(process.Id, "VmHWM"):0.0} MB");
        if (podEvents > 0)
            await ChurnAsync(kubeconfig, process.Id, podEvents, cancellationToken);
        Console.WriteLine($"requests so far: {await RequestsAsync(http, cancellationToken)}");
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    private static async Task ChurnAsync(string kubeconfig, int pid, double podEvents, CancellationToken cancellationToken)
    {
        var (clock, before) = (Stopwatch.StartNew(), CpuSeconds(pid));
        await Task.Delay(s_rest, TimeProvider.System, cancellationToken);
        var quiet = (CpuSeconds(pid) - before) / clock.Elapsed.TotalSeconds;
        (clock, before) = (Stopwatch.StartNew(), CpuSeconds(pid));
        var rate = await PodChurn.RunAsync(kubeconfig, podEvents, s_churn, cancellationToken);
        var busy = (CpuSeconds(pid) - before) / clock.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"CPU {busy * 100:0.0} % of a core at {rate:0} pod events a second, {quiet * 100:0.0} % at none: RSS {Rss(pid, "VmRSS"):0.0} MB, peak {Rss(pid, "VmHWM"):0.0} MB");
    }

    private static async Task<long> RequestsAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var text = await http.GetStringAsync("/metrics", cancellationToken);
        return text.Split('\n').Where(l => l.StartsWith("ephemeral_scanner_kubernetes_requests_total{", StringComparison.Ordinal))
            .Sum(l => long.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    // Of the process, with all its threads: fields 14 and 15 of proc_pid_stat(5), in hundredths of a second.
    private static double CpuSeconds(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    // What the worker says of its lists and scans, with the memory at that moment.
    private static void Show(string? line, Stopwatch clock, int pid)
    {
        if (line is not null && (line.Contains("Watching pods", StringComparison.Ordinal) || line.Contains("Full scan", StringComparison.Ordinal)))
            Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  RSS {Rss(pid, "VmRSS"):0.0} MB  {line[(line.IndexOf(']') + 2)..]}");
    }

    public static async Task<bool> IsReadyAsync(HttpClient http, Uri readyz, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(readyz, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static double Rss(int pid, string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static void PrintBystander(List<double> idle, List<double> meanwhile)
    {
        foreach (var share in new[] { 0.5, 0.9, 0.99 })
        {
            var (before, then) = (At(idle, share), At(meanwhile, share));
            Console.WriteLine($"bystander, p{share * 100:0}: {before:0.0} ms idle, {then:0.0} ms until then, {then / before:0.00} times");
        }

        static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
