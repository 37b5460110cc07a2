using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>
/// A mutator of Gatekeeper: <c>Assign</c>, <c>AssignMetadata</c> or <c>ModifySet</c>, which may take <c>privileged</c> from a container.
/// <c>AssignImage</c> changes images only and is passed over. Source: https://open-policy-agent.github.io/gatekeeper/website/docs/mutation.
/// </summary>
internal sealed class MutatorPolicy(Mutator mutator, Installation installation) : IMutatingPolicy, IScopedPolicy
{
    public PolicyIdentity Identity { get; } = new(EngineNames.Gatekeeper, mutator.Kind, "", mutator.Name);

    public PolicyScope Scope { get; } = ConstraintScope.Of(mutator.Match, default, installation);

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        ConstraintScope.MayBeFor(mutator.Match, installation, space, labels, areLabelsKnown);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Mutate(request).Decision)];

    public Mutation Mutate(AdmissionRequest request)
    {
        if (request.Object is not { } item)
            return new Mutation(new PolicyDecision.NotMatched("there is no object"), null);
        var asked = installation.WhyNotAsked(request);
        if (asked is not (null or PolicyDecision.Unknown))
            return new Mutation(asked, item);
        if (mutator.WhyNot(request) is { } why)
            return new Mutation(new PolicyDecision.NotMatched(why), item);
        if (request.SubResource == "ephemeralcontainers" && !mutator.ReachesEphemeral)
            return new Mutation(new PolicyDecision.NotMatched($"of what it does at {mutator.Location} nothing is kept when an ephemeral container is added"), item);
        if (mutator.Unknown is { } unknown)
            return new Mutation(new PolicyDecision.Unknown(unknown), item);
        var node = JsonNode.Parse(item.GetRawText())!;
        if (!mutator.Apply(node, request))
            return new Mutation(new PolicyDecision.NotMatched($"it changes nothing at {mutator.Location}"), item);
        // Whether it runs matters only where it would change something.
        string? match = mutator.Match.WhatIsUnknown(request);
        ImmutableArray<string> open = [.. ((asked as PolicyDecision.Unknown)?.What ?? []).Concat(match is null ? [] : [match]).Distinct()];
        return open.IsEmpty ? new Mutation(new PolicyDecision.Allowed(), JsonValues.ToElement(node)) : new Mutation(new PolicyDecision.Unknown(open), item);
    }
}
