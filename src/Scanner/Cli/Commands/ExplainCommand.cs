using System.CommandLine;
using Scanner.Cli.Flags;
using Scanner.Publishing.Explanations;
using Scanner.Publishing.Formats;
using Scanner.Scans;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner explain NAMESPACE|RULE</c>: the whole story of a namespace, or what a rule says, in words.</summary>
internal sealed class ExplainCommand(CliHost host)
{
    private readonly LiveScan _live = new(host);
    private readonly ProbeFlags _probing = new();
    private readonly ResultFlags _results = new();
    private readonly OfflineFlags _offline = new();
    private readonly ExceptionFlag _exceptions = new(host);
    private readonly NamespaceFlags _namespaces = new();
    private readonly Argument<string?> _topic = new("NAMESPACE|RULE")
    {
        Description = "Namespace to explain, or a rule by its id or title, in any case; a namespace that is called like a rule is given by --namespace",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Command Build()
    {
        var command = new Command("explain", "Tell the whole story of a namespace, or of a rule: what is so, why, and what to do");
        command.Arguments.Add(_topic);
        _namespaces.AddTo(command);
        _offline.AddTo(command);
        _results.AddTo(command);
        _probing.AddTo(command);
        _exceptions.AddTo(command);
        _live.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var failOn = _results.FailOn(parsed);
        var from = _offline.Read(parsed);
        var topic = ExplainTopic.Parse(parsed.GetValue(_topic), _namespaces.Given(parsed));
        if (topic.Rule is { } rule)
            return Explain(rule, parsed, from);
        var options = _probing.Read(parsed) with
        {
            Namespaces = [topic.Namespace],
            NamespacesOnly = true,
            Exceptions = _exceptions.Read(parsed, seesEverything: false, from),
        };
        using var outputs = _results.Open(parsed, host, terminal => new ExplanationWriter(terminal));
        if (from.Count > 0)
            return OfflineFlags.Run(from, host, outputs, failOn, (input, at, took) => OfflineScan.Run(input, options, at, took), cancellationToken);
        return outputs.Finish(await _live.RunAsync(parsed, options, cancellationToken), failOn, host.Error);
    }

    private int Explain(RuleGuide rule, ParseResult parsed, IReadOnlyList<string> from)
    {
        if (from.Count > 0)
            throw new UsageException($"--from has no place beside a rule; a namespace that is called {rule.Id.ToLowerInvariant()} is given by --namespace");
        var target = _results.Targets(parsed);
        if (target is not [{ File: null, Format: OutputFormat.Table or OutputFormat.Json or OutputFormat.Yaml }])
            throw new UsageException("--output: a rule is written to standard output as table, json or yaml");
        RuleGuideWriter.Write(rule, target[0].Format, host.Terminal, host.Out);
        return ExitCode.Success;
    }
}
