using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Scanner.Benchmarks;

/// <summary>
/// Runs a native program under valgrind's tool callgrind, which names each function that is executed. Needs Debian's packages <c>valgrind</c> and
/// <c>binutils</c>.
/// </summary>
internal sealed partial class Callgrind : IDisposable
{
    // The section of the code that the native compiler made; the runtime's own is not its.
    private const string Section = " F __managedcode\t";
    private const int DigitsOfSize = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("scanner-functions-").FullName;
    private readonly HashSet<string> _compiled = [];
    private readonly SortedSet<string> _called = new(StringComparer.Ordinal);

    /// <summary>The functions that the native compiler made and that were called so far, by their names in the symbol table.</summary>
    public IReadOnlyCollection<string> Called => _called;

    private string Program => Path.Combine(_folder, "scanner");

    private string Symbols => Path.Combine(_folder, "scanner.dbg");

    private string Profile => Path.Combine(_folder, "profile");

    /// <summary>Copies the program and its table of symbols to where valgrind finds both; of the debug information it cannot read the newest kind.</summary>
    public static async Task<Callgrind> PrepareAsync(string program, string symbols, CancellationToken cancellationToken)
    {
        var callgrind = new Callgrind();
        await RunToolAsync("objcopy", ["--strip-debug", symbols, callgrind.Symbols], cancellationToken);
        await RunToolAsync("objcopy", ["--remove-section", ".gnu_debuglink", "--add-gnu-debuglink", callgrind.Symbols, program, callgrind.Program], cancellationToken);
        foreach (var line in (await RunToolAsync("objdump", ["--syms", callgrind.Symbols], cancellationToken)).Split('\n'))
        {
            if (line.IndexOf(Section, StringComparison.Ordinal) is >= 0 and var at)
                callgrind._compiled.Add(line[(at + Section.Length + DigitsOfSize + 1)..]);
        }

        return callgrind;
    }

    /// <summary>Starts the program; its standard output is dropped, and <paramref name="heard"/> is given each line of its standard error.</summary>
    public Process Start(IEnumerable<string> arguments, Action<string> heard)
    {
        string[] all = ["--quiet", "--tool=callgrind", "--demangle=no", "--callgrind-out-file=" + Profile, Program, .. arguments];
        var start = new ProcessStartInfo("valgrind", all) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => heard(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits for the end of the program and adds what it called.</summary>
    public async Task FinishAsync(Process process, CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await foreach (var line in File.ReadLinesAsync(Profile, cancellationToken))
        {
            if (FunctionPattern().Match(line) is { Success: true } match && _compiled.Contains(match.Groups["name"].Value))
                _called.Add(match.Groups["name"].Value);
        }

        File.Delete(Profile);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> RunToolAsync(string tool, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{tool} ended with {process.ExitCode}");
    }

    // A name stands where its number is first used, for a function itself or for one that it calls; a quote and a digit after it tell recursions apart.
    [GeneratedRegex(@"^c?fn=\(\d+\) (?<name>.+?)('\d+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionPattern();
}
