namespace Scanner.Policies.Decisions;

/// <summary>
/// A policy of which is known when it is asked and not what it answers, but for where that is known of the product: then its answer is
/// <see cref="PolicyDecision.Unknown"/>.
/// </summary>
public interface IOpaquePolicy : IPolicy
{
    /// <summary>It is there to change objects, so that it guards nothing.</summary>
    bool IsMutating { get; }

    /// <summary>What reads no ephemeral containers though it is asked, as its source shows; null where that is not known.</summary>
    /// <param name="rule">As <see cref="RuleDecision.Rule"/>.</param>
    string? WhatNeverReads(string rule);
}
