using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture.Composing;

namespace Scanner.Core.Tests;

/// <summary>Parts of a scan at a fixed time.</summary>
internal static class Parts
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static ScanParts Of(params ReadOnlySpan<NamespacePosture> namespaces)
    {
        var parts = new List<NamespaceParts>();
        foreach (var ns in namespaces)
            parts.Add(new NamespaceParts(ns, []));
        return new ScanParts
        {
            Cluster = new ClusterReference("https://x", null, null),
            StartedAt = Now,
            Now = Now,
            LingerAfter = TimeSpan.FromHours(24),
            Namespaces = [.. parts],
        };
    }
}
