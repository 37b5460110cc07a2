using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Engines;

/// <summary>PodSecurityPolicy, gone since 1.25: it returned early for every subresource, so that it never judged ephemeral containers.</summary>
internal sealed class PodSecurityPolicies : IScopedPolicy, IOpaquePolicy
{
    public PolicyIdentity Identity { get; } = new(EngineNames.PodSecurityPolicy, EngineNames.PodSecurityPolicy, "", "policy");

    public PolicyScope Scope { get; } = new([], ReadsNamespace: false, ReadsPodMetadata: false, []);

    public bool IsMutating => false;

    public string? WhatNeverReads(string rule) => null;

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Answer(request))];

    private static PolicyDecision Answer(AdmissionRequest request)
    {
        if (request.Resource is not { Group: "", Resource: "pods" })
            return new PolicyDecision.NotMatched("PodSecurityPolicy judges pods");
        return request.SubResource.Length > 0
            ? new PolicyDecision.NotMatched("PodSecurityPolicy never judges a subresource of pods")
            : new PolicyDecision.Unknown("which PodSecurityPolicy the service account and the user may use");
    }
}
