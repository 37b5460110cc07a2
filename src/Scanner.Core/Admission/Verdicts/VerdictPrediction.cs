using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>
/// Tells a namespace's verdict from objects alone, as far as that is honest: Pod Security is read and policies are run; where there are objects
/// that decide and cannot be run nothing is foretold.
/// </summary>
public static class VerdictPrediction
{
    /// <param name="ns">Null when the Namespace object itself is not known.</param>
    /// <param name="unread">Kinds of which there are objects that nothing reads.</param>
    /// <param name="run">What the policies that can be run come to; null where there are none.</param>
    public static Prediction Of(NamespaceFacts? ns, IEnumerable<KindCount> unread, Func<Prediction>? run = null)
    {
        if (ns is null)
            return new Prediction(Verdict.Unknown, "the Namespace object is not in the input, and with it the labels that Pod Security goes by");
        if (ns.Enforce is PodSecurityLevel.Baseline or PodSecurityLevel.Restricted)
            return new Prediction(Verdict.Protected, $"Pod Security enforces {Name(ns.Enforce.Value)}, unless the API server is configured to exempt this");
        var deciding = unread.Where(AdmissionKinds.CanDecide).Select(k => k.Kind).Distinct().Order(StringComparer.Ordinal).ToList();
        if (deciding.Count > 0)
            return new Prediction(Verdict.Unknown, $"{Some(deciding)} may decide, which cannot be run");
        if (run is not null)
            return run();
        var label = ns.Enforce is null ? "no label enforces Pod Security" : "Pod Security enforces privileged, which allows everything";
        return new Prediction(Verdict.Unprotected, $"{label}, and the input holds no other object that could deny it");
    }

    private static string Name(PodSecurityLevel level) => level == PodSecurityLevel.Baseline ? "baseline" : "restricted";

    private static string Some(List<string> kinds) =>
        kinds.Count <= 2 ? string.Join(" and ", kinds) : $"{kinds[0]} and {kinds.Count - 1} other kinds of objects";
}
