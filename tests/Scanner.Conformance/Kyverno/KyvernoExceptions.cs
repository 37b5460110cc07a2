namespace Scanner.Conformance.Kyverno;

/// <summary>Cases that are known to end otherwise; docs/engines.md says why.</summary>
internal static class KyvernoExceptions
{
    public static HashSet<string> Names { get; } = [];
}
