using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>
/// What policies do about ephemeral containers, and in which namespaces that binds. A policy is asked once for all namespaces and pods that
/// are alike in what it reads; one that does not say what it reads is asked a few questions in each namespace, and all of them once for each
/// set of answers. Not for concurrent use.
/// </summary>
/// <param name="policies">Of any engine.</param>
/// <param name="user">Who would add the container.</param>
public sealed class ClusterCoverage(IEnumerable<IPolicy> policies, RequestUser user)
{
    private readonly ImmutableArray<PolicyTally> _tallies = [.. policies.Select(p => new PolicyTally(p, user))];

    /// <summary>Counts a namespace in.</summary>
    public void Add(NamespaceTarget target)
    {
        var places = new TargetPlaces(target, user);
        foreach (var tally in _tallies)
            tally.Add(target, places);
    }

    /// <summary>What was counted, one for each policy in the order given. What the policies answered is kept, and the next count begins.</summary>
    public ImmutableArray<PolicyCoverage> TakeSum() => [.. _tallies.Select(t => t.TakeSum())];

    /// <summary>For namespaces that are counted once.</summary>
    public static ImmutableArray<PolicyCoverage> Of(IEnumerable<IPolicy> policies, IEnumerable<NamespaceTarget> namespaces, RequestUser user)
    {
        var coverage = new ClusterCoverage(policies, user);
        foreach (var target in namespaces)
            coverage.Add(target);
        return coverage.TakeSum();
    }
}
