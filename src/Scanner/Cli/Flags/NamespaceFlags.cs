using System.Collections.Immutable;
using System.CommandLine;
using Scanner.Core;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary><c>-n</c>, repeatable and with commas, and <c>-A</c>, which goes over it as in kubectl.</summary>
internal sealed class NamespaceFlags
{
    private readonly Option<string[]> _namespaces = new("--namespace", "-n")
    {
        Description = "Namespaces to look at, repeatable and separated by commas (default: all)",
        HelpName = "NAMESPACE",
    };

    private readonly Option<bool> _all = new("--all-namespaces", "-A") { Description = "All namespaces, whatever --namespace says" };

    public void AddTo(Command command)
    {
        command.Options.Add(_namespaces);
        command.Options.Add(_all);
    }

    /// <summary>Null when nothing was said; empty for all.</summary>
    /// <exception cref="UsageException">A name that no namespace can have.</exception>
    public ImmutableArray<string>? Given(ParseResult parsed)
    {
        if (parsed.GetValue(_all))
            return [];
        return parsed.GetValue(_namespaces) is { Length: > 0 } flags ? [.. flags.SelectMany(f => f.Split(',', StringSplitOptions.TrimEntries)).Select(Name).Distinct()] : null;
    }

    /// <summary>Empty for all.</summary>
    /// <exception cref="UsageException">A name that no namespace can have.</exception>
    public ImmutableArray<string> Read(ParseResult parsed) => Given(parsed) ?? [];

    private static string Name(string name) => DnsName.IsLabel(name)
        ? name
        : throw new UsageException($"--namespace: '{name}' is not a namespace's name: lower-case letters, digits and '-', at most 63");
}
