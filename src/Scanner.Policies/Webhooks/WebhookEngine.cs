using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Webhooks;

/// <summary>Webhooks whose answers no evaluator of ours knows.</summary>
public static class WebhookEngine
{
    private static readonly string[] s_evaluated = [EngineNames.Gatekeeper, EngineNames.Kyverno];

    /// <summary>One policy for each configuration that holds such webhooks; each webhook decides by itself.</summary>
    /// <param name="evaluated">Engines whose policies are compiled elsewhere; null for Gatekeeper and Kyverno.</param>
    public static ImmutableArray<IPolicy> Compile(WebhookRegistry webhooks, IReadOnlyCollection<string>? evaluated = null) =>
    [
        .. webhooks.All.Where(w => !(evaluated ?? s_evaluated).Contains(w.Facts.Owner.Engine))
            .GroupBy(w => (w.Facts.IsMutating, w.Facts.Configuration, w.Facts.Owner.Engine))
            .Select(g => new WebhookPolicy(g.Key.Engine, g.Key.IsMutating, g.Key.Configuration, [.. g])),
    ];
}
