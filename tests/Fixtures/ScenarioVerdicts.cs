namespace Scanner.Fixtures;

/// <summary>What a scan must say of each namespace of the sample cluster, read off the answers recorded beside it.</summary>
internal static class ScenarioVerdicts
{
    private static readonly (string Namespace, string Expected)[] s_current =
    [
        ("open", "Unprotected - - Admitted"),
        ("psa-privileged", "Unprotected - - Admitted"),
        ("psa-warn", "Unprotected - - Admitted"),
        ("psa-baseline", "Protected PodSecurity baseline:latest Denied"),
        ("psa-restricted", "Protected PodSecurity restricted:latest Denied"),
        ("psa-pinned", "Protected PodSecurity baseline:v1.25 Denied"),
        ("psa-late", "Protected PodSecurity baseline:latest Denied"),
        ("vap-deny", "Protected ValidatingAdmissionPolicy no-privileged Denied"),
        ("vap-error", "Protected ValidatingAdmissionPolicy broken Denied"),
        ("vap-gap", "Unprotected - - Denied"),
        ("vap-audit", "Unprotected - - Admitted"),
        ("vap-warn", "Unprotected - - Admitted"),
        ("hook-deny", "Protected Webhook hook-deny.scenario.test Denied"),
        ("hook-blind", "Unprotected - - Denied"),
        ("hook-gap", "Unprotected - - Denied"),
        ("hook-warn", "Unprotected - - Admitted"),
        ("hook-strip", "Sanitized - - Admitted"),
        ("hook-deny-ephemeral", "Blocked Webhook hook-deny-ephemeral.scenario.test Admitted"),
        ("hook-down-fail", "FailClosed Webhook hook-down-fail.scenario.test Admitted"),
        ("hook-down-ignore", "Unprotected - - Admitted"),
        ("hook-timeout-fail", "FailClosed Webhook hook-timeout-fail.scenario.test Admitted"),
        ("hook-error-fail", "FailClosed Webhook hook-error-fail.scenario.test Admitted"),
        ("finished", "Unprotected - - Admitted"),
        ("terminating-pod", "Unprotected - - Admitted"),
        ("debugged", "Unprotected - - Admitted"),
        ("static-only", "Unknown NoEligiblePod - Unknown"),
        ("windows", "Unknown NoEligiblePod - Unknown"),
        ("empty", "Unknown NoPods - Unknown"),
    ];

    /// <summary><c>verdict layer-or-reason name regular-control</c> by namespace.</summary>
    /// <param name="admissionPolicies">Whether the server enforces ValidatingAdmissionPolicy: from 1.30 on by default.</param>
    public static Dictionary<string, string> For(bool admissionPolicies) => s_current.ToDictionary(
        s => s.Namespace,
        s => !admissionPolicies && s.Namespace is ("vap-deny" or "vap-error" or "vap-gap") ? "Unprotected - - Admitted" : s.Expected);

    /// <summary>The same, of a scan that asks no more than can change an answer: the control only where something is admitted.</summary>
    public static Dictionary<string, string> AsAsked(bool admissionPolicies) => For(admissionPolicies).ToDictionary(
        s => s.Key,
        s => s.Value.Split(' ') is [("Protected" or "Blocked" or "FailClosed") and var verdict, var layer, var name, _] ? $"{verdict} {layer} {name} NotAsked" : s.Value);
}
