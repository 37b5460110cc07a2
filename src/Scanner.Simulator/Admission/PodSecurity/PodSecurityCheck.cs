namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>One check of the Pod Security Standards in the form it has from one policy version on.</summary>
/// <param name="Since">The first minor version of the policy that has this form; a later form of the same id replaces it.</param>
/// <param name="Overrides">The baseline check that this one makes superfluous.</param>
/// <param name="Evaluate">Null when the pod passes.</param>
internal sealed record PodSecurityCheck(
    string Id,
    PodSecurityLevel Level,
    int Since,
    Func<PodUnderTest, PodSecurityViolation?> Evaluate,
    string? Overrides = null);
