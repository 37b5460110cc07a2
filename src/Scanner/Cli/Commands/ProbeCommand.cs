using System.Collections.Immutable;
using System.CommandLine;
using Scanner.Cli.Flags;
using Scanner.Core;
using Scanner.Publishing.Terminal;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner probe NAMESPACE[/POD]</c>: one namespace or pod, explained.</summary>
internal sealed class ProbeCommand(CliHost host)
{
    private readonly LiveScan _live = new(host);
    private readonly ProbeFlags _probing = new();
    private readonly ResultFlags _results = new();
    private readonly ExceptionFlag _exceptions = new(host);
    private readonly NamespaceFlags _namespaces = new();
    private readonly Argument<string?> _target = new("NAMESPACE[/POD]")
    {
        Description = "Namespace to probe, or one pod of it; beside --namespace a pod's name",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Command Build()
    {
        var command = new Command("probe", "Probe one namespace or pod and show request, answer, who answered, and the fix");
        command.Arguments.Add(_target);
        _namespaces.AddTo(command);
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
        var (ns, pod) = Target(parsed.GetValue(_target), _namespaces.Given(parsed));
        var options = _probing.Read(parsed) with
        {
            Namespaces = [ns],
            Pod = pod,
            NamespacesOnly = true,
            Exceptions = _exceptions.Read(parsed, seesEverything: false),
        };
        using var outputs = _results.Open(parsed, host, _ => new ProbeResultWriter(options.ProbeImage));
        return outputs.Finish(await _live.RunAsync(parsed, options, cancellationToken), failOn, host.Error);
    }

    private static (string Namespace, string? Pod) Target(string? text, ImmutableArray<string>? given)
    {
        if (given is not null && given is not [_])
            throw new UsageException("--namespace: probe is about one namespace, give one; scanner scan looks at several");
        if (given is [var only])
            return (only, text is null ? null : Pod(text));
        if (text is null)
            throw new UsageException("Required argument missing for command: 'probe': give NAMESPACE or NAMESPACE/POD, as in payments/web-0");
        var parts = text.Split('/', 2);
        if (!DnsName.IsLabel(parts[0]))
            throw new UsageException($"'{parts[0]}' is not a namespace's name: lower-case letters, digits and '-', at most 63");
        return (parts[0], parts.Length == 1 ? null : Pod(parts[1]));
    }

    private static string Pod(string name) => DnsName.IsSubdomain(name)
        ? name
        : throw new UsageException($"'{name}' is not a pod's name: give NAMESPACE/POD, as in payments/web-0");
}
