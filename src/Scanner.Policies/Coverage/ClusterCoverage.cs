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
/// <param name="ordinary">Namespaces that are exempt by nature besides those of the control plane: where the engines themselves run.</param>
/// <param name="bypasses">Finds ways past a policy, given requests of a place where it denies and nothing else does; null where nobody asks.</param>
public sealed class ClusterCoverage(
    IEnumerable<IPolicy> policies, RequestUser user, IEnumerable<string>? ordinary = null, Func<IPolicy, VariantRequests, ImmutableArray<PolicyBypass>>? bypasses = null)
{
    /// <summary>
    /// Exempt by nature: a policy that stopped these would stop the cluster
    /// (https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces).
    /// </summary>
    internal static readonly string[] ControlPlane = ["kube-system", "kube-public", "kube-node-lease"];

    private readonly HashSet<string> _ordinary = [.. ControlPlane, .. ordinary ?? []];

    private readonly ImmutableArray<PolicyTally> _tallies = [.. policies.Select(p => new PolicyTally(p, bypasses))];

    /// <summary>Counts a namespace in.</summary>
    public void Add(NamespaceTarget target)
    {
        var places = new TargetPlaces(target, user);
        var isOrdinary = _ordinary.Contains(target.Name);
        var guards = 0;
        PolicyTally? guard = null;
        foreach (var tally in _tallies)
        {
            if (tally.Add(target, places))
                (guard, guards) = (tally, guards + 1);
        }

        // Whether nothing else guards it is not known.
        if (_tallies.Any(t => t.IsOpenQuestion))
            return;
        // What one of two guards lets pass the other stops.
        if (guards == 1 && !isOrdinary)
            guard!.TryBypasses(places);
        if (guards > 0 || isOrdinary)
            return;
        foreach (var tally in _tallies)
            tally.CountExemption(target.Name);
    }

    /// <summary>What was counted, one for each policy in the order given. What the policies answered is kept, and the next count begins.</summary>
    /// <param name="which">Policies that are summed up; null for all.</param>
    public ImmutableArray<PolicyCoverage> TakeSum(Predicate<IPolicy>? which = null)
    {
        var examples = new ExampleRequests(user);
        var sums = ImmutableArray.CreateBuilder<PolicyCoverage>(_tallies.Length);
        foreach (var tally in _tallies)
        {
            if (which is null || which(tally.Policy))
                sums.Add(tally.Sum(examples));
            tally.Restart();
        }

        return sums.ToImmutable();
    }

    /// <summary>For namespaces that are counted once.</summary>
    public static ImmutableArray<PolicyCoverage> Of(IEnumerable<IPolicy> policies, IEnumerable<NamespaceTarget> namespaces, RequestUser user)
    {
        var coverage = new ClusterCoverage(policies, user);
        foreach (var target in namespaces)
            coverage.Add(target);
        return coverage.TakeSum();
    }
}
