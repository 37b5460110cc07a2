using System.CommandLine;
using Scanner.Cli.Flags;
using Scanner.Core;
using Scanner.Publishing.PolicyReviews;
using Scanner.Reviews;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner review</c>: what policies would say to a request. It sends nothing but reads.</summary>
internal sealed class ReviewCommand(CliHost host)
{
    private readonly ReviewFlags _review = new();
    private readonly ConnectionFlags _connection = new();
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Where a pod that names no namespace is (default: default)", HelpName = "NAMESPACE" };

    public Command Build()
    {
        var command = new Command("review", "Ask policies, from files or a cluster, what they would say to a request, without sending it");
        _review.AddTo(command);
        command.Options.Add(_namespace);
        _connection.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var format = _review.Format(parsed);
        var question = _review.Read(parsed) with { Namespace = Namespace(parsed) };
        var settings = _connection.Read(parsed);
        var result = await new ReviewRun(question, host.OpenInput).RunAsync(
            token => host.Connector.ConnectAsync(settings, token), _connection.IsAnyGiven(parsed), cancellationToken);
        ReviewWriter.Write(result, format, host.Terminal, host.Out);
        return result.Outcome switch
        {
            ReviewOutcome.Allowed => ExitCode.Success,
            ReviewOutcome.Denied => ExitCode.Findings,
            _ => ExitCode.Incomplete,
        };
    }

    private string Namespace(ParseResult parsed)
    {
        var name = parsed.GetValue(_namespace) ?? "default";
        return DnsName.IsLabel(name)
            ? name
            : throw new UsageException($"--namespace: '{name}' is not a namespace's name: lower-case letters, digits and '-', at most 63");
    }
}
