using System.Text;
using Scanner.Cli;
using Scanner.Cli.Commands;
using Scanner.Publishing.Terminal;
using Scanner.Sessions;

namespace Scanner.Tests.Cli;

/// <summary>One run of the program that may contact no cluster, with all it said.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public static Task<CliRun> Async(params string[] arguments) => WithInputAsync("", arguments);

    public static async Task<CliRun> WithInputAsync(string standardInput, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var host = new CliHost(output, error, TerminalTraits.None, new NoConnector(), TimeProvider.System)
        {
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(standardInput)),
        };
        var code = await ScannerCli.RunAsync(arguments, host, default);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    private sealed class NoConnector : IClusterConnector
    {
        public Task<ClusterSession> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no connection may be tried");
    }
}
