using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Webhooks;

/// <summary>A configuration of webhooks that are known by their registration only: whether they are called is known, and no more.</summary>
public sealed class WebhookPolicy : IScopedPolicy, IOpaquePolicy
{
    internal WebhookPolicy(string engine, bool isMutating, string configuration, ImmutableArray<Webhook> webhooks)
    {
        Identity = new PolicyIdentity(engine, isMutating ? WebhookRegistry.MutatingKind : WebhookRegistry.ValidatingKind, "", configuration);
        (IsMutating, Webhooks) = (isMutating, webhooks);
        Scope = SelectorScopes.Of(
            webhooks.Select(w => ImmutableArray.Create(w.Facts.Match)), [.. webhooks.SelectMany(w => w.Facts.MatchConditions).Select(c => c.Expression)]);
    }

    public PolicyIdentity Identity { get; }

    public PolicyScope Scope { get; }

    /// <summary>Its webhooks may change the object as well.</summary>
    public bool IsMutating { get; }

    public ImmutableArray<Webhook> Webhooks { get; }

    /// <summary>The code of Polaris does not mention ephemeral containers.</summary>
    public string? WhatNeverReads(string rule) => Webhooks.FirstOrDefault(w => w.Facts.Name == rule)?.Facts.Owner.Product is "Polaris" ? "Polaris" : null;

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        Webhooks.Any(w => w.Facts.Match.MayBeFor(space, labels, areLabelsKnown));

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) =>
        [.. Webhooks.Select(w => new RuleDecision(w.Facts.Name, w.WhyNoAnswer(request) ?? Answer(w.Facts)))];

    private static PolicyDecision.Unknown Answer(WebhookFacts webhook) =>
        new($"what the webhook {webhook.Name} would say{(webhook.Owner.Product.Length > 0 ? $", which is {webhook.Owner.Product}'s" : "")}");
}
