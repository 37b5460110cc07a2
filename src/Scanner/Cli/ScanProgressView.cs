using Scanner.Core.Posture;
using Scanner.Inventory;
using Spectre.Console;

namespace Scanner.Cli;

/// <summary>Shows on standard error how far a scan is: bars on a terminal, a plain line now and then elsewhere.</summary>
internal static class ScanProgressView
{
    public static Task<ScanResult> RunAsync(CliHost host, Func<IScanProgress, Task<ScanResult>> scan) =>
        host.Terminal.ErrorInteractive ? WithBarsAsync(host, scan) : scan(new PlainProgress(host.Error, host.Time));

    // A method of its own, so that scans in pipelines never load the console library.
    private static async Task<ScanResult> WithBarsAsync(CliHost host, Func<IScanProgress, Task<ScanResult>> scan)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context => await scan(new BarProgress(context)));
    }

    private sealed class BarProgress(ProgressContext context) : IScanProgress
    {
        private readonly ProgressTask _pods = context.AddTask("listing pods", autoStart: true, maxValue: 1);
        private ProgressTask? _probes;

        public void PodsListed(int pods, long? remaining)
        {
            _pods.MaxValue = Math.Max(1, pods + (remaining ?? 0));
            _pods.Value = Math.Max(1, pods);
            _pods.Description = $"listing pods: {pods}";
        }

        public void NamespacesProbed(int done, int total)
        {
            _probes ??= context.AddTask("probing namespaces", autoStart: true, maxValue: total);
            _probes.Value = done;
            _probes.Description = $"probing namespaces: {done} of {total}";
        }
    }

    private sealed class PlainProgress(TextWriter error, TimeProvider time) : IScanProgress
    {
        private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

        private long _last = time.GetTimestamp();

        public void PodsListed(int pods, long? remaining) =>
            Say($"listing pods: {pods}{(remaining is { } rest ? $" of {pods + rest}" : "")}");

        public void NamespacesProbed(int done, int total) => Say($"probing namespaces: {done} of {total}");

        // A scan of a few seconds says nothing; a long one a line every five.
        private void Say(string line)
        {
            if (time.GetElapsedTime(_last) < s_pause)
                return;
            _last = time.GetTimestamp();
            error.WriteLine(line);
        }
    }
}
