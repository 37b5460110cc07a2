using System.Text;
using Scanner.ApiServer;
using Scanner.ApiServer.Transport;
using Scanner.Cli;
using Scanner.Cli.Commands;
using Scanner.Publishing.Terminal;
using Scanner.Sessions;

namespace Scanner.Tests.Cli;

/// <summary>One run of the program that may contact no cluster, with all it said.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public static Task<CliRun> Async(params string[] arguments) => WithInputAsync("", arguments);

    public static Task<CliRun> WithInputAsync(string standardInput, params string[] arguments) =>
        RunAsync(standardInput, new NoConnector(), default, arguments);

    /// <summary>Against a cluster that answers as <paramref name="server"/> does.</summary>
    public static Task<CliRun> AgainstAsync(HttpMessageHandler server, CancellationToken stop, params string[] arguments) =>
        RunAsync("", new HandlerConnector(server), stop, arguments);

    /// <summary>The same, which notes how it was connected to.</summary>
    public static Task<CliRun> ConnectedAsync(HttpMessageHandler server, List<ConnectionSettings> connections, params string[] arguments) =>
        RunAsync("", new HandlerConnector(server) { Connections = connections }, default, arguments);

    /// <summary>With a standard output that fails; the others are kept.</summary>
    public static async Task<CliRun> WithOutputAsync(Stream output, params string[] arguments)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var code = await ScannerCli.RunAsync(arguments, Host(new StreamWriter(output), error, "", new NoConnector()), default);
        return new CliRun(code, "", error.ToString());
    }

    private static async Task<CliRun> RunAsync(string standardInput, IClusterConnector connector, CancellationToken stop, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await ScannerCli.RunAsync(arguments, Host(output, error, standardInput, connector), stop);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    private static CliHost Host(TextWriter output, TextWriter error, string standardInput, IClusterConnector connector) =>
        new(output, error, TerminalTraits.None, connector, TimeProvider.System) { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(standardInput)) };

    private sealed class HandlerConnector(HttpMessageHandler server) : IClusterConnector
    {
        public List<ConnectionSettings> Connections { get; init; } = [];

        public Task<ClusterSession> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken)
        {
            Connections.Add(settings);
            var options = new ClientOptions { UserAgent = "tests", Retries = 0, Protobuf = false, RequestsPerSecond = 1000 };
            var client = new ApiServerClient(server, new Uri("https://cluster"), options, TimeProvider.System, _ => null);
            return Task.FromResult(new ClusterSession(client, "https://cluster", null));
        }
    }

    private sealed class NoConnector : IClusterConnector
    {
        public Task<ClusterSession> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no connection may be tried");
    }
}
