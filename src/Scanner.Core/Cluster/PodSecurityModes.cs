using System.Runtime.InteropServices;

namespace Scanner.Core.Cluster;

/// <summary>
/// What the labels of a namespace ask of Pod Security (https://kubernetes.io/docs/concepts/security/pod-security-admission/). Null where a label
/// is absent, or one that only warns or audits names no level.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PodSecurityModes(PodSecurityLevel? Enforce, PodSecurityLevel? Warn, PodSecurityLevel? Audit)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    /// <summary>They warn or audit at Baseline or Restricted, and enforce neither.</summary>
    public bool OnlyTells => Enforce is null or PodSecurityLevel.Privileged && (Forbids(Warn) || Forbids(Audit));

    public static PodSecurityModes Of(IReadOnlyDictionary<string, string> labels) => new(
        // The server enforces the strictest level where it cannot read the label.
        labels.ContainsKey(Prefix + "enforce") ? Level(labels, "enforce") ?? PodSecurityLevel.Restricted : null,
        Level(labels, "warn"),
        Level(labels, "audit"));

    private static bool Forbids(PodSecurityLevel? level) => level is PodSecurityLevel.Baseline or PodSecurityLevel.Restricted;

    private static PodSecurityLevel? Level(IReadOnlyDictionary<string, string> labels, string mode) => labels.GetValueOrDefault(Prefix + mode) switch
    {
        "privileged" => PodSecurityLevel.Privileged,
        "baseline" => PodSecurityLevel.Baseline,
        "restricted" => PodSecurityLevel.Restricted,
        _ => null,
    };
}
