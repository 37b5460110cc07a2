using System.Text.Json;

namespace Scanner.Benchmarks;

/// <summary>Runs scan and download in turn and prints medians and their ratio: times alone mean little on a shared machine.</summary>
internal static class LoadComparison
{
    private static readonly string ScanFile = Path.Combine(Path.GetTempPath(), $"scanner-benchmark-{Environment.ProcessId}.json");

    public static async Task RunAsync(string kubeconfig, string? scanner, int runs, int? server, CancellationToken cancellationToken)
    {
        scanner ??= Path.Combine(AppContext.BaseDirectory, "scanner");
        (string Name, string File, string[] Arguments)[] subjects =
        [
            ("scan --no-probe", scanner, ["scan", "--no-probe", "-o", "json=" + ScanFile, "--rate-limit", "1000", "--kubeconfig", kubeconfig]),
            ("download, protobuf", Environment.ProcessPath!, ["download", "--kubeconfig", kubeconfig]),
            ("download, JSON", Environment.ProcessPath!, ["download", "--json", "--kubeconfig", kubeconfig]),
        ];
        var figures = subjects.ToDictionary(s => s.Name, _ => new List<ProcessFigures>());
        for (var run = 0; run <= runs; run++)
        {
            foreach (var (name, file, arguments) in subjects)
            {
                var result = await ProcessFigures.MeasureAsync(file, arguments, server, cancellationToken);
                if (result.ExitCode is not (0 or 1))
                    throw new InvalidOperationException($"{name} ended with {result.ExitCode}");
                if (run > 0)
                    figures[name].Add(result);
            }
        }

        Print(figures, subjects[1].Name);
        using (var scan = JsonDocument.Parse(await File.ReadAllBytesAsync(ScanFile, cancellationToken)))
            Console.WriteLine($"requests of a scan: {scan.RootElement.GetProperty("scan").GetProperty("requests").GetInt32()}");
        File.Delete(ScanFile);
    }

    private static void Print(Dictionary<string, List<ProcessFigures>> figures, string baseline)
    {
        Console.WriteLine($"{"medians",-22}{"own CPU",10}{"wall",10}{"peak RSS",12}{"server CPU",13}   own CPU / bare download");
        var bare = Median(figures[baseline], f => f.Cpu.TotalSeconds);
        foreach (var (name, runs) in figures)
        {
            var cpu = Median(runs, f => f.Cpu.TotalSeconds);
            var serverCpu = runs[0].ServerCpu is null ? "-" : $"{Median(runs, f => f.ServerCpu!.Value.TotalSeconds):0.00} s";
            Console.WriteLine($"{name,-22}{cpu,8:0.00} s{Median(runs, f => f.Wall.TotalSeconds),8:0.00} s{Median(runs, f => f.PeakRss / 1e6),9:0.0} MB{serverCpu,13}   {cpu / bare:0.00}");
        }
    }

    private static double Median(List<ProcessFigures> runs, Func<ProcessFigures, double> figure)
    {
        var sorted = runs.Select(figure).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
