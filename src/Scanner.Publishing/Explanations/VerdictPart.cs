using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;
using Scanner.Publishing.Terminal;

namespace Scanner.Publishing.Explanations;

/// <summary>The verdict, what it means and rests on, and whether the policies let one expect it.</summary>
internal static class VerdictPart
{
    public static void Write(NamespacePosture ns, Page page)
    {
        page.Title(ns.Name, VerdictStyle.Word(ns), VerdictStyle.ToneOf(ns.Verdict));
        page.Say($"{Meaning(ns.Verdict)}: {NamespaceExplanation.Cause(ns)}.");
        if (ns.Predicted is { } predicted && (ns.Verdict != Verdict.Unknown || ns.UnknownBecause != Core.Admission.Answers.UnknownReason.Offline))
            page.Say(Compared(ns, predicted));
    }

    private static string Meaning(Verdict verdict) => verdict switch
    {
        Verdict.Unprotected => "A privileged ephemeral container would be admitted",
        Verdict.Sanitized => "An ephemeral container would be admitted without the privilege that it asks for",
        Verdict.Protected => "A privileged ephemeral container is refused, a harmless one gets in",
        Verdict.Blocked => "No ephemeral container gets in",
        Verdict.FailClosed => "Refused only because something is out of order; no policy has spoken",
        _ => "Whether a privileged ephemeral container would be admitted is not known",
    };

    private static string Compared(NamespacePosture ns, Prediction predicted) => predicted.Verdict switch
    {
        Verdict.Unknown => $"Its policies alone do not tell what to expect: {predicted.Because}.",
        var same when same == ns.Verdict => $"Its policies, run by the scanner, say the same: {predicted.Because}.",
        _ when ns.Verdict == Verdict.Unknown => $"By its policies, run by the scanner, it should be {predicted.Verdict}: {predicted.Because}.",
        _ => $"Its policies, run by the scanner, say {predicted.Verdict}: {predicted.Because}. One of both is wrong.",
    };
}
