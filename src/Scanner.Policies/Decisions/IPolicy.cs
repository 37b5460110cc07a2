using System.Collections.Immutable;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Decisions;

/// <summary>A policy of any engine, compiled once a generation and asked as often as needed. It keeps nothing of what it is asked.</summary>
public interface IPolicy
{
    PolicyIdentity Identity { get; }

    /// <summary>Its answers can depend on the name, labels or annotations of a pod; so it is of one that does not say what it reads.</summary>
    bool ReadsPods => this is not IScopedPolicy { Scope.ReadsPodMetadata: false };

    /// <summary>
    /// What the engine would answer, by the way that the request takes to it: a policy whose webhook is not called for the request says
    /// <see cref="PolicyDecision.NotMatched"/>. Never throws: what is wrong with the policy is <see cref="PolicyDecision.Failed"/>, and what
    /// is not known is <see cref="PolicyDecision.Unknown"/>.
    /// </summary>
    /// <returns>One decision for each part; at least one.</returns>
    ImmutableArray<RuleDecision> Decide(AdmissionRequest request);
}
