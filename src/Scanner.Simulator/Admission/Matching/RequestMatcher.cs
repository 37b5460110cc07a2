using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Selectors;

namespace Scanner.Simulator.Admission.Matching;

/// <summary>The selectors and rules that webhooks, admission policies and their bindings share.</summary>
/// <remarks>
/// <c>matchPolicy</c> makes no difference here: every resource is served in one version, so there is nothing to translate.
/// </remarks>
internal sealed class RequestMatcher(IClusterView cluster)
{
    private static readonly HashSet<string> Exempt = new(StringComparer.Ordinal)
    {
        "validatingwebhookconfigurations", "mutatingwebhookconfigurations",
        "validatingadmissionpolicies", "validatingadmissionpolicybindings",
        "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
    };

    /// <summary>The objects that configure admission are never subject to it.</summary>
    public static bool IsExempt(AdmissionRequest request) =>
        request.Group == "admissionregistration.k8s.io" && Exempt.Contains(request.Resource);

    /// <summary>Matches a webhook of a configuration.</summary>
    public bool MatchesWebhook(JsonObject webhook, AdmissionRequest request) =>
        webhook.Objects("rules").Any(rule => RuleMatcher.Matches(rule, request)) && MatchesSelectors(webhook, request);

    /// <summary>Matches a policy's <c>matchConstraints</c> or a binding's <c>matchResources</c>; absent rules match everything.</summary>
    public bool MatchesResources(JsonObject? resources, AdmissionRequest request) =>
        (!resources.Objects("resourceRules").Any() || resources.Objects("resourceRules").Any(rule => RuleMatcher.Matches(rule, request)))
        && !resources.Objects("excludeResourceRules").Any(rule => RuleMatcher.Matches(rule, request))
        && MatchesSelectors(resources, request);

    private bool MatchesSelectors(JsonObject? matcher, AdmissionRequest request) =>
        MatchesNamespace(matcher.Object("namespaceSelector"), request) && MatchesObject(matcher.Object("objectSelector"), request);

    /// <summary>A Namespace object is selected by its own labels, everything else by those of the namespace it is in.</summary>
    private bool MatchesNamespace(JsonObject? selector, AdmissionRequest request)
    {
        var wanted = LabelSelector.FromObject(selector ?? []);
        if (wanted.IsEverything)
            return true;
        var isNamespace = request.Group.Length == 0 && request.Resource == "namespaces";
        if (isNamespace)
            return wanted.Matches((request.Object ?? request.OldObject).Labels());
        return request.Namespace.Length == 0 || wanted.Matches(cluster.Get("", "namespaces", null, request.Namespace).Labels());
    }

    private static bool MatchesObject(JsonObject? selector, AdmissionRequest request)
    {
        var wanted = LabelSelector.FromObject(selector ?? []);
        return wanted.IsEverything
            || (request.Object is { } now && wanted.Matches(now.Labels()))
            || (request.OldObject is { } before && wanted.Matches(before.Labels()));
    }
}
