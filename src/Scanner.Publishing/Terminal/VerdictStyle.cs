using Scanner.Core.Admission.Verdicts;

namespace Scanner.Publishing.Terminal;

/// <summary>How verdicts look on a terminal.</summary>
public static class VerdictStyle
{
    /// <summary>For example <c>Protected</c> or <c>Unknown/NoPods</c>.</summary>
    public static string Word(NamespacePosture ns) => ns.UnknownBecause is { } because ? $"{ns.Verdict}/{because}" : ns.Verdict.ToString();

    public static Tone ToneOf(Verdict verdict) => verdict switch
    {
        Verdict.Unprotected => Tone.Bad,
        Verdict.Protected or Verdict.Blocked => Tone.Good,
        _ => Tone.Doubtful,
    };
}
