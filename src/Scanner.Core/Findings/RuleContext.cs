using System.Collections.Immutable;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Exposures;

namespace Scanner.Core.Findings;

/// <summary>Everything that rules read.</summary>
/// <param name="Scan">The scan before any finding.</param>
/// <param name="Missing">Rights that the lists lacked; those that probes lacked show in the verdicts.</param>
/// <param name="LingerAfter">How long an ephemeral container may stay.</param>
/// <param name="Now">The time of the scan.</param>
public sealed record RuleContext(ScanResult Scan, ImmutableArray<MissingPermission> Missing, TimeSpan LingerAfter, DateTimeOffset Now)
{
    /// <summary>By namespace.</summary>
    public IReadOnlyDictionary<string, NamespaceExposure> Exposures { get; } = Scan.Exposures.ToDictionary(e => e.Namespace);
}
