using System.Collections.Immutable;

namespace Scanner.Core.Admission.Policies;

/// <summary>The policy engines as the JSON result and the metrics name them: a closed set.</summary>
public static class EngineNames
{
    public const string PodSecurity = "PodSecurity";
    public const string ValidatingAdmissionPolicy = "ValidatingAdmissionPolicy";
    public const string MutatingAdmissionPolicy = "MutatingAdmissionPolicy";
    public const string Gatekeeper = "Gatekeeper";
    public const string Kyverno = "Kyverno";
    public const string Kubewarden = "Kubewarden";
    public const string SecurityContextConstraints = "SecurityContextConstraints";
    public const string PodSecurityPolicy = "PodSecurityPolicy";

    /// <summary>Whatever answers a webhook that is none of the others.</summary>
    public const string Webhook = "Webhook";

    public static ImmutableArray<string> All { get; } =
    [
        PodSecurity, ValidatingAdmissionPolicy, MutatingAdmissionPolicy, Gatekeeper, Kyverno, Kubewarden, SecurityContextConstraints, PodSecurityPolicy, Webhook,
    ];
}
