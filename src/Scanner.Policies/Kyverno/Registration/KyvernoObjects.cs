using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Registration;

/// <summary>What all policies of a cluster share.</summary>
/// <param name="Minor">The minor version of Kubernetes 1.x.</param>
/// <param name="Given">
/// Values that stand for what a rule would have to ask a server for, by policy and rule; the engine's own test cases bring such.
/// </param>
internal sealed record KyvernoObjects(
    PolicyObjects Objects, KyvernoSettings Settings, KyvernoWebhooks Webhooks, int Minor, Func<string, string, CelValue?>? Given = null)
{
    public static KyvernoObjects Of(PolicyObjects objects, int minor) => new(objects, new KyvernoSettings(objects), new KyvernoWebhooks(objects, minor), minor);

    /// <summary>False where a policy sees nothing of a namespace: it is for another, or no webhook is called there.</summary>
    public bool MayBeFor(PolicyIdentity policy, string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        (policy.Namespace.Length == 0 || policy.Namespace == space) && Webhooks.MayBeFor(space, labels, areLabelsKnown);

    /// <summary>Of a namespace of which a policy sees nothing, as <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    public string? ExemptionOf(PolicyIdentity policy, string space, IReadOnlyDictionary<string, string> labels) =>
        policy.Namespace.Length == 0 || policy.Namespace == space ? Webhooks.ExemptionOf(space, labels) : null;

    /// <summary>
    /// Why Kyverno is not asked about a request for a policy, or lets it through unread; null where it reads it. Unknown where it is not known
    /// whether it does.
    /// </summary>
    /// <param name="prefix">Of the webhook, as <see cref="KyvernoWebhooks.WhyNotCalled"/>.</param>
    public PolicyDecision? WhyNotAsked(string prefix, bool failsOpen, string policy, AdmissionRequest request)
    {
        var called = Webhooks.WhyNotCalled(prefix, failsOpen, policy, request);
        if (called is not (null or PolicyDecision.Unknown))
            return called;
        var (excluded, unknown) = Settings.Excludes(JudgedRequest.Of(request));
        if (excluded is not null)
            return new PolicyDecision.NotMatched(excluded) { Exemption = "the ConfigMap of Kyverno" };
        return unknown is null ? called : new PolicyDecision.Unknown([.. (called as PolicyDecision.Unknown)?.What ?? [], .. unknown.What]);
    }
}
