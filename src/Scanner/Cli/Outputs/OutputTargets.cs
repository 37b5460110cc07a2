using System.Collections.Immutable;
using Scanner.Publishing.Formats;
using Scanner.Usage;

namespace Scanner.Cli.Outputs;

/// <summary>Reads <c>-o</c> flags.</summary>
internal static class OutputTargets
{
    /// <summary>Formats that the contract names and this version does not write yet.</summary>
    private static readonly string[] s_planned = ["sarif", "junit", "html"];

    /// <exception cref="UsageException">A format that is not there, or two results for standard output.</exception>
    public static ImmutableArray<OutputTarget> Parse(IReadOnlyList<string> flags)
    {
        if (flags.Count == 0)
            return [new OutputTarget(OutputFormat.Table, null)];
        var targets = flags.Select(ParseOne).ToImmutableArray();
        if (targets.Count(t => t.File is null) > 1)
            throw new UsageException("only one -o can go to standard output; give the others a file, as in -o json=scan.json");
        var twice = targets.Where(t => t.File is not null).GroupBy(t => t.File).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new UsageException($"-o names the file {twice.Key} twice");
        return targets;
    }

    private static OutputTarget ParseOne(string flag)
    {
        var parts = flag.Split('=', 2);
        if (Array.Exists(s_planned, f => f.Equals(parts[0], StringComparison.OrdinalIgnoreCase)))
            throw new UsageException($"-o {parts[0]}: this version does not write {parts[0]} yet; it writes table, json, yaml and policyreport");
        if (!Enum.TryParse<OutputFormat>(parts[0], ignoreCase: true, out var format) || !Enum.IsDefined(format) || char.IsDigit(parts[0][0]))
            throw new UsageException($"-o {parts[0]}: give table, json, yaml or policyreport");
        if (parts is [_, ""])
            throw new UsageException($"-o {flag}: a file name is missing after the equals sign");
        return new OutputTarget(format, parts is [_, not "-"] ? parts[1] : null);
    }
}
