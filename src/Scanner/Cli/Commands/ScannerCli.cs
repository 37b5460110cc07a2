using System.CommandLine;
using Scanner.ApiServer.Connections;
using Scanner.Cli.Help;
using Scanner.Cli.Outputs;
using Scanner.Cli.Parsing;
using Scanner.Core;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary>The program: its commands, and what every one of them does about errors.</summary>
internal static class ScannerCli
{
    /// <summary>After a signal a command may take so long to end in good order; the worker gives itself 5 s.</summary>
    private static readonly TimeSpan s_termination = TimeSpan.FromSeconds(10);

    // An @ begins names of users and images here, not of files with more arguments.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        var root = Build(host);
        var parsed = root.Parse(RepeatedFlags.LastOnly(CommandFirst.Order(args, root), root), s_parser);
        if (parsed.Errors.Count > 0 && parsed.Action is not DetailedHelp)
        {
            host.Error.WriteLine($"scanner: {ParseProblem.Describe(parsed)}");
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
            host.Error.WriteLine(PlainText.Lines($"scanner: {e.Message}"));
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("scanner: interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static RootCommand Build(CliHost host)
    {
        var root = new RootCommand("Tells who can slip a privileged debug container into a running pod, where, and why nothing stops it")
        {
            new ScanCommand(host).Build(),
            new ProbeCommand(host).Build(),
            new RbacCommand(host).Build(),
            new ReviewCommand(host).Build(),
            new ExplainCommand(host).Build(),
            new RunCommand(host).Build(),
            new VersionCommand(host).Build(),
        };
        var completion = new CompletionCommand(host, root);
        root.Subcommands.Add(completion.Build());
        root.Subcommands.Add(completion.BuildHidden());
        root.Subcommands.Add(new HelpCommand(root).Build());
        var help = DetailedHelp.InsteadOfUsual(root);
        root.SetAction(help.Invoke);
        return root;
    }
}
