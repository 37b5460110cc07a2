using System.Net;
using System.Net.Sockets;
using Scanner.Cli;
using Scanner.Cli.Outputs;
using Scanner.Publishing.Formats;

namespace Scanner.Tests.Cli.Outputs;

/// <summary>An output that takes nothing is one line and exit code 3, whatever was to be written.</summary>
public sealed class UnwritableOutputTests
{
    private const string Namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("scan --help")]
    [InlineData("scan --from FILE")]
    [InlineData("scan --from FILE -o json")]
    [InlineData("scan --from FILE -o yaml")]
    public async Task Run_OutputIsFull_IsOneLineAndThree(string arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Namespace);
            using var full = new OutputStream(new FullDisk(), "to standard output");
            var run = await CliRun.WithOutputAsync(full, arguments.Replace("FILE", file, StringComparison.Ordinal).Split(' '));
            Assert.Equal((ExitCode.Incomplete, "scanner: cannot write to standard output: No space left on device\n"), (run.Code, run.Error));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Run_OutputIsClosed_IsOneLineAndThree()
    {
        using var closed = new OutputStream(new ClosedStream(new UnauthorizedAccessException("Access to the path is denied.")), "to standard output");
        var run = await CliRun.WithOutputAsync(closed, "--help");
        Assert.Equal((ExitCode.Incomplete, "scanner: cannot write to standard output: it is closed, or open for reading only\n"), (run.Code, run.Error));
    }

    [SkippableFact]
    public async Task Run_FileIsFull_TheOtherOutputIsWritten()
    {
        Skip.IfNot(File.Exists("/dev/full"), "there is no /dev/full");
        var run = await CliRun.WithInputAsync(Namespace, "scan", "--from", "-", "-o", "json=/dev/full", "-o", "table");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.StartsWith("scanner: cannot write /dev/full: ", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("1 namespace: 1 Unknown", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen", "--web-listen")]
    [InlineData("--web-listen", "--listen")]
    public async Task Run_PortInUse_IsOneLine(string flag, string other)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var run = await CliRun.Async("run", flag, taken.LocalEndpoint.ToString()!, other, "127.0.0.1:0");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith($"scanner: {flag} {taken.LocalEndpoint}: cannot listen there: ", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private sealed class FullDisk : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
