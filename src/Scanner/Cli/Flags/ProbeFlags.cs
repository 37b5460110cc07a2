using System.CommandLine;
using Scanner.Core.Admission.Probes;
using Scanner.Probing;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>What <c>scan</c> and <c>probe</c> say alike about how to probe.</summary>
internal sealed class ProbeFlags
{
    private readonly Option<string[]> _profiles = new("--profiles")
    {
        Description = $"Profiles to probe, separated by commas: {string.Join(", ", ProbeProfileNames.All)} (default: privileged,benign)",
        HelpName = "PROFILES",
    };

    private readonly Option<string> _probeImage = new("--probe-image")
    {
        Description = "Image that probes name, for registry policies; it is never pulled",
        HelpName = "IMAGE",
        DefaultValueFactory = _ => ScanOptions.DefaultProbeImage,
    };

    private readonly Option<bool> _noRegularControl = new("--no-regular-control")
    {
        Description = "Do not dry-run the creation of a privileged regular pod for comparison",
    };

    private readonly Option<bool> _exhaustive = new("--exhaustive")
    {
        Description = "Ask also what can change no answer: the benign probe and the regular control everywhere",
    };

    private readonly Option<bool> _noRbac = new("--no-rbac") { Description = "Do not find out who can add ephemeral containers" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _profiles, _probeImage, _noRegularControl, _exhaustive, _noRbac })
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">A value is unknown or unusable.</exception>
    public ScanOptions Read(ParseResult parsed) => new()
    {
        Profiles = ProbeProfileNames.WithDefaults(
            (parsed.GetValue(_profiles) ?? []).SelectMany(f => f.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            name => throw new UsageException($"--profiles {name}: give one or more of {string.Join(", ", ProbeProfileNames.All)}")),
        ProbeImage = parsed.GetValue(_probeImage) is { Length: > 0 } image && !image.Any(char.IsWhiteSpace)
            ? image
            : throw new UsageException("--probe-image: give an image reference such as registry.k8s.io/pause:3.10"),
        RegularControl = !parsed.GetValue(_noRegularControl),
        Exhaustive = parsed.GetValue(_exhaustive),
        Rbac = !parsed.GetValue(_noRbac),
    };
}
