using System.Diagnostics;
using System.Globalization;

namespace Scanner.Benchmarks;

/// <summary>What a whole process cost, as the Linux kernel counts it.</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="PeakRss">Bytes.</param>
/// <param name="ServerCpu">What the API server spent meanwhile; null when its process is not known.</param>
internal sealed record ProcessFigures(TimeSpan Cpu, TimeSpan Wall, long PeakRss, TimeSpan? ServerCpu, int ExitCode)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);

    public static async Task<ProcessFigures> MeasureAsync(string file, IReadOnlyList<string> arguments, int? server, CancellationToken cancellationToken)
    {
        var serverBefore = server is { } pid ? CpuOf(pid) : (TimeSpan?)null;
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(cancellationToken);
        _ = process.StandardError.ReadToEndAsync(cancellationToken);
        var (cpu, peak) = (TimeSpan.Zero, 0L);
        while (!process.WaitForExit(s_poll))
        {
            // The last reading before the end: the kernel's own high-water marks, so at most one interval of CPU is missed.
            if (TryRead(process.Id) is var (c, p))
                (cpu, peak) = (c, p);
        }

        await process.WaitForExitAsync(cancellationToken);
        return new ProcessFigures(cpu, clock.Elapsed, peak, server is { } id ? CpuOf(id) - serverBefore : null, process.ExitCode);
    }

    private static (TimeSpan Cpu, long Peak)? TryRead(int pid)
    {
        try
        {
            var peak = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return peak is null ? null : (CpuOf(pid), long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static TimeSpan CpuOf(int pid)
    {
        // After the name in parentheses: utime and stime are the 14th and 15th fields of all, in hundredths of a second.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }
}
