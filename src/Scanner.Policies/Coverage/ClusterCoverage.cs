using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>
/// What policies do about ephemeral containers, and in which namespaces that binds. A policy is asked once for all namespaces and pods that
/// are alike in what it reads; one that does not say what it reads is asked a few questions in each namespace, and all of them once for each
/// set of answers.
/// </summary>
public static class ClusterCoverage
{
    /// <summary>
    /// Exempt by nature: a policy that stopped these would stop the cluster
    /// (https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces).
    /// </summary>
    private static readonly string[] s_controlPlane = ["kube-system", "kube-public", "kube-node-lease"];

    /// <param name="user">Who would add the container.</param>
    /// <param name="ordinary">Namespaces that are exempt by nature besides those of the control plane: where the engines themselves run.</param>
    public static ImmutableArray<PolicyCoverage> Of(IReadOnlyCollection<IPolicy> policies, IReadOnlyCollection<NamespaceTarget> namespaces, RequestUser user, IEnumerable<string>? ordinary = null)
    {
        var tallies = policies.Select(p => new PolicyTally(p, user)).ToList();
        foreach (var target in namespaces)
        {
            var places = new TargetPlaces(target, user);
            foreach (var tally in tallies)
                tally.Add(target, places);
        }

        var guarded = tallies.SelectMany(t => t.Guarded).Concat(s_controlPlane).Concat(ordinary ?? []).ToHashSet();
        return [.. tallies.Select(t => t.Sum(guarded))];
    }
}
