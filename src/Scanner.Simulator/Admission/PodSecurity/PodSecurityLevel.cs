namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>The levels of the Pod Security Standards, weakest first.</summary>
internal enum PodSecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}
