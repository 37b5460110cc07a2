using System.Collections.Immutable;
using Scanner.Core.Posture;

namespace Scanner.SimulatedTime.Checks;

/// <summary>What a scan says, a line each, but for what only a worker can say.</summary>
internal static class PostureText
{
    // One tells what was before, which a scan from nothing does not know; the other whether an account is fenced, which a scan does not ask.
    private static readonly string[] s_workersOnly = ["ES106", "ES501"];

    public static ImmutableArray<string> Of(ScanResult scan) =>
    [
        .. scan.Namespaces.Select(n => $"{n.Name} {n.Verdict} {n.UnknownBecause} {n.DeniedBy?.Layer} {n.DeniedBy?.Name} {n.RegularControl}"),
        .. scan.EphemeralContainers.Select(c => $"{c.Namespace}/{c.Pod} {c.Container.Name} {c.Container.State}").Order(StringComparer.Ordinal),
        .. scan.Exposures.Select(e => $"{e.Namespace} exposed {e.Verdict}: {string.Join(", ", e.Subjects.Select(s => $"{s.Subject}"))}"),
        .. scan.Findings.Where(f => !s_workersOnly.Contains(f.Rule)).Select(f => $"{f.Rule} {f.Severity} {f.Resource} {f.Subject}").Order(StringComparer.Ordinal),
    ];

    /// <summary>Lines of one side only; empty when both say the same.</summary>
    public static IEnumerable<string> Difference(ImmutableArray<string> fresh, ImmutableArray<string> worker) =>
        [.. fresh.Except(worker, StringComparer.Ordinal).Select(l => $"  fresh  {l}"), .. worker.Except(fresh, StringComparer.Ordinal).Select(l => $"  worker {l}")];
}
