using System.CommandLine;
using Scanner.ApiServer.Connections;
using Scanner.Cli.Outputs;
using Scanner.Core;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary>The program: its commands, and what every one of them does about errors.</summary>
internal static class ScannerCli
{
    /// <summary>After a signal a command may take so long to end in good order; the worker gives itself 5 s.</summary>
    private static readonly TimeSpan s_termination = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Tells who can slip a privileged debug container into a running pod, where, and why nothing stops it")
        {
            new ScanCommand(host).Build(),
            new ProbeCommand(host).Build(),
            new RbacCommand(host).Build(),
            new RunCommand(host).Build(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            host.Error.WriteLine($"scanner: {PlainText.OneLine(string.Join(' ', parsed.Errors.Select(e => e.Message)))} See scanner {CommandPath(parsed)}--help.");
            return ExitCode.Usage;
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = s_termination,
            };
            var code = await parsed.InvokeAsync(invocation, cancellationToken);
            await host.Out.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (OutputException e)
        {
            host.Error.WriteLine($"scanner: {e.Message}");
            return ExitCode.Incomplete;
        }
        catch (Exception e) when (e is UsageException or ConnectionConfigurationException)
        {
            host.Error.WriteLine($"scanner: {e.Message}");
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("scanner: interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
