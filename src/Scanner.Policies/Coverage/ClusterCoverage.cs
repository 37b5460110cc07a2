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
    /// <param name="user">Who would add the container.</param>
    public static ImmutableArray<PolicyCoverage> Of(IReadOnlyCollection<IPolicy> policies, IReadOnlyCollection<NamespaceTarget> namespaces, RequestUser user)
    {
        var tallies = policies.Select(p => new PolicyTally(p, user)).ToList();
        foreach (var target in namespaces)
        {
            var places = new TargetPlaces(target, user);
            foreach (var tally in tallies)
                tally.Add(target, places);
        }

        return [.. tallies.Select(t => t.Sum())];
    }
}
