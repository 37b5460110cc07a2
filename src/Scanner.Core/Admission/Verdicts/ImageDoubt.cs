using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>
/// Tells when a denial may be owed to the image that the probe named rather than to what it asked for: behind a list of allowed registries
/// every probe is denied that names the scanner's image, and one with the image of the pod itself, which policy let in, is the test.
/// </summary>
public static class ImageDoubt
{
    /// <param name="target">Judged by probes that named the scanner's image.</param>
    public static bool Concerns(TargetPosture target) => target.Verdict switch
    {
        Verdict.Blocked => target.Probes.Any(p => IsOfThePair(p) && p.DeniedBy is { MayJudgeImages: true }),
        // A policy may ask for another image only where privilege is asked for.
        Verdict.Protected => target.DeniedBy is { ShowsImagePolicy: true } or { Name: DeniedBy.ImagePolicyWebhook },
        _ => false,
    };

    private static bool IsOfThePair(ProbeResult probe) => probe.Profile is ProbeProfile.Privileged or ProbeProfile.Benign;
}
