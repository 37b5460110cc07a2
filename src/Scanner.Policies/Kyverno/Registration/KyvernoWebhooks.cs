using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Kyverno.Registration;

/// <summary>
/// The webhooks that Kyverno has registered for resources. Where the input has none and may lack them, what Kyverno would register follows
/// from the policy itself.
/// </summary>
internal sealed class KyvernoWebhooks
{
    private readonly ImmutableArray<Webhook> _all;

    public KyvernoWebhooks(PolicyObjects objects, int minor)
    {
        // Those for Kyverno's own policies and exceptions have configurations of other names.
        _all = WebhookRegistry.Called(objects, minor, EngineNames.Kyverno, w => w.Configuration.Contains("resource", StringComparison.Ordinal));
        // A Kyverno without policies for resources has no such webhooks.
        AreKnown = _all.Length > 0
            || (objects.IsKnown(AdmissionResources.Group, WebhookRegistry.ValidatingKind) && objects.IsKnown(AdmissionResources.Group, WebhookRegistry.MutatingKind));
    }

    /// <summary>False where what Kyverno would register is taken for what it has registered.</summary>
    public bool AreKnown { get; }

    /// <summary>What all of them select.</summary>
    public IEnumerable<MatchResources> Matches => _all.Select(w => w.Facts.Match);

    /// <summary>The conditions of all of them.</summary>
    public IEnumerable<string> Expressions => _all.SelectMany(w => w.Facts.MatchConditions).Select(c => c.Expression);

    /// <summary>False where none of them is called for anything in a namespace.</summary>
    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        _all.IsEmpty || _all.Any(w => w.Facts.Match.MayBeFor(space, labels, areLabelsKnown));

    /// <summary>Of a namespace that none of them selects, as <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) => ExemptionOf(_all, space, labels);

    /// <summary>
    /// Why the webhook that carries a policy is not called for a request, as <see cref="Webhook.WhyNotCalled"/>; null where it is, or is taken to be.
    /// </summary>
    /// <param name="prefix"><c>validate.kyverno.svc</c>, <c>vpol.validate.kyverno.svc</c> and so on.</param>
    /// <param name="policy">A fine-grained webhook is for the policy of its name alone.</param>
    public PolicyDecision? WhyNotCalled(string prefix, bool failsOpen, string policy, AdmissionRequest request)
    {
        if (!AreKnown)
            return null;
        var candidates = Candidates(prefix, failsOpen, policy);
        if (candidates.IsEmpty)
            return new PolicyDecision.NotMatched($"Kyverno has registered no webhook {Name(prefix, failsOpen)}");
        var decision = WebhookRegistry.WhyNoneCalled(candidates, request);
        return decision is PolicyDecision.NotMatched notMatched
            ? notMatched with { Exemption = ExemptionOf(candidates, request.Namespace, request.NamespaceLabels) }
            : decision;
    }

    private static string? ExemptionOf(ImmutableArray<Webhook> webhooks, string space, IReadOnlyDictionary<string, string> labels) =>
        webhooks.Length > 0 && webhooks.All(w => w.Facts.Match.Excludes(space, labels)) ? $"the namespaceSelector of webhook {webhooks[0].Facts.Name}" : null;

    private static string Name(string prefix, bool failsOpen) => $"{prefix}-{(failsOpen ? "ignore" : "fail")}";

    private ImmutableArray<Webhook> Candidates(string prefix, bool failsOpen, string policy)
    {
        var isMutating = prefix.StartsWith("mutate", StringComparison.Ordinal) || prefix.StartsWith("mpol", StringComparison.Ordinal) || prefix.StartsWith("nmpol", StringComparison.Ordinal);
        var name = Name(prefix, failsOpen);
        var all = _all.Where(w => w.Facts.IsMutating == isMutating).ToList();
        var own = all.FindAll(w => w.Facts.Name == $"{name}-finegrained-{policy}");
        return [.. own.Count > 0 ? own : all.FindAll(w => IsOf(w.Facts.Name, name))];
    }

    /// <summary>The name, or the name with the digits that Kyverno tells several groups apart with.</summary>
    private static bool IsOf(string webhook, string name) =>
        webhook == name || (webhook.Length > name.Length + 1 && webhook.StartsWith(name + "-", StringComparison.Ordinal) && webhook[(name.Length + 1)..].All(char.IsAsciiHexDigitLower));
}
