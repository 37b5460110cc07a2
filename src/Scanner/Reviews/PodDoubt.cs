using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Reviews;

/// <summary>Where pods are not known: whether their labels could decide.</summary>
internal sealed class PodDoubt(ImmutableArray<IPolicy> policies)
{
    private readonly ImmutableArray<IPolicy> _reading = [.. policies.Where(p => p.ReadsPods)];

    /// <param name="labels">Of the namespace; null where they are not known.</param>
    public bool MayDepend(string ns, IReadOnlyDictionary<string, string>? labels) => _reading.Any(p => MayDepend(p, ns, labels));

    private static bool MayDepend(IPolicy policy, string ns, IReadOnlyDictionary<string, string>? labels)
    {
        var (known, areKnown) = (labels ?? ImmutableDictionary<string, string>.Empty, labels is not null);
        if (policy is not IScopedPolicy { Scope: var scope } scoped)
            return true;
        if (!scoped.MayBeFor(ns, known, areKnown))
            return false;
        // A selector that takes a pod at all takes one with the labels that it asks for.
        return scope.PodLabels is null || scope.Examples.Select(e => e.PodLabels).Prepend(MadeUpPod.Labels).Any(pod => Sees(policy, ns, pod, known, areKnown));
    }

    private static bool Sees(IPolicy policy, string ns, ImmutableDictionary<string, string> pod, IReadOnlyDictionary<string, string> labels, bool areKnown)
    {
        var requests = VariantRequests.Of(MadeUpPod.In(ns, pod), labels, GivenRequest.DefaultUser, areKnown);
        return policy.Decide(requests.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral)).Any(d => d.Decision is not PolicyDecision.NotMatched);
    }
}
