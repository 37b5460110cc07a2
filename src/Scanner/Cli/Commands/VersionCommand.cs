using System.CommandLine;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Discovery;
using Scanner.Cli.Flags;
using Scanner.Cli.Outputs;
using Scanner.Core;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner version</c>: of this program, and of the server where one answers.</summary>
internal sealed class VersionCommand(CliHost host)
{
    private readonly ConnectionFlags _connection = new(withRateLimit: false);
    private readonly Option<bool> _client = new("--client") { Description = "Only this program: contact no server" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "json or yaml instead of text", HelpName = "FORMAT" };

    public Command Build()
    {
        var command = new Command("version", "Show the version of this program and, where it can be reached, of the server");
        command.Options.Add(_client);
        command.Options.Add(_output);
        _connection.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var format = parsed.GetValue(_output);
        if (format is not (null or "json" or "yaml"))
            throw new UsageException($"--output {format}: give json or yaml, or leave it out for text");
        var settings = _connection.Read(parsed);
        var (server, problem) = parsed.GetValue(_client) ? (null, null) : await AskAsync(settings, cancellationToken);
        VersionText.Write(host.Out, format, ProgramVersion.Text, server?.GitVersion);
        // Which server answers is no fault of this program: scripts that ask for its version go on.
        if (problem is not null)
            host.Error.WriteLine($"scanner: no version of a server: {PlainText.OneLine(problem)}");
        return ExitCode.Success;
    }

    private async Task<(ServerVersion? Version, string? Problem)> AskAsync(Sessions.ConnectionSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            using var session = await host.Connector.ConnectAsync(settings, cancellationToken);
            var answer = await session.Client.GetVersionAsync(cancellationToken);
            return answer is ApiAnswer<ServerVersion>.Ok { Value: var version } ? (version, null) : (null, answer.Describe());
        }
        catch (ConnectionConfigurationException e)
        {
            return (null, e.Message);
        }
    }
}
