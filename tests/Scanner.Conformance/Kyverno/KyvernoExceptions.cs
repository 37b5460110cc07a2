namespace Scanner.Conformance.Kyverno;

/// <summary>Cases that are known to end otherwise; docs/engines.md says why.</summary>
internal static class KyvernoExceptions
{
    public static HashSet<string> Names { get; } = ["other-cel/ensure-readonly-hostpath: ensure-readonly-hostpath ensure-hostpaths-readonly good-pod-01"];
}
