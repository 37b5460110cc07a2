using System.Collections.Immutable;
using System.CommandLine;
using Scanner.Core.Probing;
using Scanner.Scanning;

namespace Scanner.Cli;

/// <summary>What <c>scan</c> and <c>probe</c> say alike: how to probe, what to write, when to fail.</summary>
internal sealed class ProbeFlags
{
    private readonly Option<string[]> _output = new("--output", "-o")
    {
        Description = "table, json or yaml; FORMAT=FILE writes to a file, repeatable",
    };

    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "Exit with 1 on findings of this severity or worse: none, info, low, medium, high, critical",
        DefaultValueFactory = _ => "high",
    };

    private readonly Option<string[]> _profiles = new("--profiles")
    {
        Description = $"Profiles to probe, separated by commas: {string.Join(", ", ProbeProfileNames.All)}",
    };

    private readonly Option<string> _probeImage = new("--probe-image")
    {
        Description = "Image that probes name, for registry policies; it is never pulled",
        DefaultValueFactory = _ => ScanOptions.DefaultProbeImage,
    };

    private readonly Option<bool> _noRegularControl = new("--no-regular-control")
    {
        Description = "Do not dry-run the creation of a privileged regular pod for comparison",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _output, _failOn, _profiles, _probeImage, _noRegularControl })
            command.Options.Add(option);
    }

    public IReadOnlyList<string> Outputs(ParseResult parsed) => parsed.GetValue(_output) ?? [];

    public string FailOn(ParseResult parsed) => parsed.GetValue(_failOn)!;

    /// <exception cref="UsageException">A value is unknown or unusable.</exception>
    public ScanOptions Read(ParseResult parsed) => new()
    {
        Profiles = Profiles(parsed.GetValue(_profiles) ?? []),
        ProbeImage = parsed.GetValue(_probeImage) is { Length: > 0 } image && !image.Any(char.IsWhiteSpace)
            ? image
            : throw new UsageException("--probe-image: give an image reference such as registry.k8s.io/pause:3.10"),
        RegularControl = !parsed.GetValue(_noRegularControl),
    };

    // The pair is what a verdict rests on, so it is always probed, privileged first.
    private static ImmutableArray<ProbeProfile> Profiles(string[] flags)
    {
        var names = flags.SelectMany(f => f.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var wanted = new List<ProbeProfile>(ProbeProfileNames.DefaultSet);
        foreach (var name in names)
        {
            if (!ProbeProfileNames.TryParse(name, out var profile))
                throw new UsageException($"--profiles {name}: give one or more of {string.Join(", ", ProbeProfileNames.All)}");
            if (!wanted.Contains(profile))
                wanted.Add(profile);
        }

        return [.. wanted];
    }
}
