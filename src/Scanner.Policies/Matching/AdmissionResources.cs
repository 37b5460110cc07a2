using Scanner.Policies.Requests;

namespace Scanner.Policies.Matching;

/// <summary>
/// The objects that decide about admission: no webhook and no policy is asked about them, so that nobody is locked out. Source:
/// apiserver/pkg/admission/plugin/webhook/predicates/rules, <c>IsExemptAdmissionConfigurationResource</c>.
/// </summary>
internal static class AdmissionResources
{
    /// <summary>Of policies, their bindings and the registrations of webhooks.</summary>
    public const string Group = "admissionregistration.k8s.io";

    public static bool IsExempt(AdmissionRequest request) => request.Resource.Group == Group && request.Resource.Resource is
        "validatingwebhookconfigurations" or "mutatingwebhookconfigurations"
        or "validatingadmissionpolicies" or "validatingadmissionpolicybindings"
        or "mutatingadmissionpolicies" or "mutatingadmissionpolicybindings";
}
