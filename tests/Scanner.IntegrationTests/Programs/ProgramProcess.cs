using System.Diagnostics;

namespace Scanner.IntegrationTests.Programs;

/// <summary>A program as a process of its own; arguments reach it as they are, no shell in between.</summary>
internal static class ProgramProcess
{
    // A program that hangs fails its test instead of stopping the whole run.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>With the environment of the tests and what is added to it.</summary>
    public static Process Start(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<ScannerRun> RunAsync(string file, IReadOnlyList<string> arguments, string standardInput)
    {
        using var process = Start(file, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.StandardInput.WriteAsync(standardInput);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it, as it may; its exit code and its words tell why.
        }

        await WaitAsync(process);
        return new ScannerRun(process.ExitCode, await output, await error);
    }

    /// <exception cref="OperationCanceledException">It did not end in time, and was ended.</exception>
    public static async Task WaitAsync(Process process)
    {
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
