using System.Diagnostics;
using System.Globalization;

namespace Scanner.SimulatedTime.Tests;

/// <summary>A process of its own for the runs: all of its work is carried by one thread, and a test platform needs more.</summary>
internal static class SimulatedTimeProcess
{
    /// <returns>Its exit code and all that it wrote.</returns>
    public static async Task<(int Code, string Output)> RunAsync(int firstSeed, int seeds, int storms)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Scanner.SimulatedTime.dll"), Text(firstSeed), Text(seeds), Text(storms) })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
