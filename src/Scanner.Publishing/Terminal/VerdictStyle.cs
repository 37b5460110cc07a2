using Scanner.Core.Admission.Verdicts;
using Spectre.Console;

namespace Scanner.Publishing.Terminal;

/// <summary>How verdicts look on a terminal.</summary>
public static class VerdictStyle
{
    /// <summary>For example <c>Protected</c> or <c>Unknown/NoPods</c>.</summary>
    public static string Word(NamespacePosture ns) => ns.UnknownBecause is { } because ? $"{ns.Verdict}/{because}" : ns.Verdict.ToString();

    public static Color Colour(Verdict verdict) => verdict switch
    {
        Verdict.Unprotected => Color.Red,
        Verdict.Protected or Verdict.Blocked => Color.Green,
        _ => Color.Yellow,
    };
}
