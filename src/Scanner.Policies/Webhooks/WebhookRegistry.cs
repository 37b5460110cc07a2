using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Webhooks;

/// <summary>Every webhook that is registered, for the engines behind them.</summary>
public sealed class WebhookRegistry
{
    internal const string ValidatingKind = "ValidatingWebhookConfiguration";
    internal const string MutatingKind = "MutatingWebhookConfiguration";

    private readonly bool _areValidatingKnown;
    private readonly bool _areMutatingKnown;

    private WebhookRegistry(ImmutableArray<Webhook> all, PolicyObjects objects)
    {
        All = all;
        (_areValidatingKnown, _areMutatingKnown) = (objects.IsKnown(AdmissionResources.Group, ValidatingKind), objects.IsKnown(AdmissionResources.Group, MutatingKind));
    }

    /// <summary>Mutating ones first, and then in the order of the server: by the name of the configuration.</summary>
    public ImmutableArray<Webhook> All { get; }

    /// <param name="minor">The minor version of Kubernetes 1.x, for the conditions of webhooks.</param>
    public static WebhookRegistry Of(PolicyObjects objects, int minor)
    {
        var environment = RequestVariables.EnvironmentOf(minor);
        return new WebhookRegistry([.. Facts(objects).Select(w => new Webhook(w, BackendHealthReader.Of(w.Service, objects), environment))], objects);
    }

    /// <summary>The webhooks of an engine whose policies are run here, in the order of the server. Whether anybody answers them is not looked at.</summary>
    /// <param name="engine">One of <see cref="EngineNames"/>.</param>
    internal static ImmutableArray<Webhook> Called(PolicyObjects objects, int minor, string engine, Func<WebhookFacts, bool> which)
    {
        var environment = RequestVariables.EnvironmentOf(minor);
        return [.. Facts(objects).Where(w => w.Owner.Engine == engine && which(w)).Select(w => new Webhook(w, BackendHealth.Unknown, environment))];
    }

    /// <summary>Why none of some webhooks is called for a request, as <see cref="Webhook.WhyNotCalled"/>; null where one is, which is enough.</summary>
    /// <param name="webhooks">At least one.</param>
    internal static PolicyDecision? WhyNoneCalled(IReadOnlyCollection<Webhook> webhooks, AdmissionRequest request) =>
        Worst([.. webhooks.Select(w => w.WhyNotCalled(request))]);

    /// <summary>
    /// Why an engine is not asked about a request through its webhooks, as <see cref="Webhook.WhyNoAnswer"/>; null where it is. One webhook
    /// that is called is enough.
    /// </summary>
    /// <param name="engine">One of <see cref="EngineNames"/>.</param>
    /// <param name="which">Which of the engine's webhooks serve what is asked: by default the validating ones.</param>
    public PolicyDecision? WhyNotAsked(string engine, AdmissionRequest request, Func<WebhookFacts, bool>? which = null)
    {
        which ??= static w => !w.IsMutating;
        var decisions = All.Where(w => w.Facts.Owner.Engine == engine && which(w.Facts)).Select(w => w.WhyNoAnswer(request)).ToList();
        return decisions.Count > 0 ? Worst(decisions) : NoWebhook(engine);
    }

    private static IEnumerable<WebhookFacts> Facts(PolicyObjects objects) =>
        objects.All(AdmissionResources.Group, MutatingKind).Concat(objects.All(AdmissionResources.Group, ValidatingKind)).SelectMany(WebhookReader.Read)
            .OrderBy(w => w.IsMutating ? 0 : 1).ThenBy(w => w.Configuration, StringComparer.Ordinal);

    private static PolicyDecision? Worst(List<PolicyDecision?> decisions)
    {
        if (decisions.Contains(null))
            return null;
        return decisions.Find(d => d!.IsDenial)
            ?? decisions.Find(d => d is PolicyDecision.Unknown)
            ?? decisions.Find(d => d is PolicyDecision.Failed)
            ?? decisions[0];
    }

    private PolicyDecision NoWebhook(string engine) => _areValidatingKnown && _areMutatingKnown
        ? new PolicyDecision.NotMatched($"no webhook of {engine} is registered")
        : new PolicyDecision.Unknown($"the webhooks of {engine}");
}
