using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>What is learnt of one policy while namespace after namespace comes by.</summary>
internal sealed class PolicyTally(IPolicy policy, RequestUser user)
{
    /// <summary>Sets of answers that are judged in full; beyond them the policy is known well enough.</summary>
    private const int MostJudged = 64;

    /// <summary>What tells namespaces apart for a policy that does not say what it reads.</summary>
    private static readonly ImmutableArray<(ContainerVariant Variant, RequestChannel Channel)> s_signs =
    [
        (ContainerVariants.Privileged, RequestChannel.Ephemeral),
        (ContainerVariants.Benign, RequestChannel.Ephemeral),
        (ContainerVariants.Forbidden.First(v => v.Name == "latest"), RequestChannel.Ephemeral),
        (ContainerVariants.Privileged, RequestChannel.Regular),
    ];

    private readonly PolicyScope? _scope = (policy as IScopedPolicy)?.Scope;
    private readonly Dictionary<string, TargetCoverage> _judged = [];
    private readonly List<string> _enforced = [];
    private readonly List<string> _open = [];
    private readonly List<string> _guarded = [];
    private readonly Dictionary<string, List<string>> _exempt = [];
    private TargetCoverage? _best;
    private int _count;

    public void Add(NamespaceTarget target, TargetPlaces places)
    {
        if (policy is IScopedPolicy scoped && !scoped.MayBeFor(target.Name, target.Labels, target.AreLabelsKnown))
        {
            Exempt(scoped.ExemptionOf(target.Name, target.Labels), target.Name);
            return;
        }

        var (isEnforced, isOpen, isGuarded) = (false, false, true);
        string? exemption = null;
        foreach (var pod in _scope is { ReadsPodMetadata: false } ? places.Pods[..1] : places.Pods)
        {
            var judged = Judge(target, pod, places);
            isEnforced |= judged is { IsEvaluated: true, IsEnforced: true };
            isOpen |= judged is { IsOpen: true };
            isGuarded &= judged is { Guards: true };
            exemption ??= judged?.Exemption;
        }

        Exempt(exemption, target.Name);
        if (isGuarded)
            _guarded.Add(target.Name);

        if (isOpen)
            _open.Add(target.Name);
        if (!isEnforced)
            return;
        _count++;
        _enforced.Add(target.Name);
    }

    /// <summary>Where it turns privileged ephemeral containers away.</summary>
    public IEnumerable<string> Guarded => _guarded;

    /// <param name="guarded">Namespaces of which no exemption is told: something else guards them, or they are exempt by nature.</param>
    public PolicyCoverage Sum(HashSet<string> guarded)
    {
        // A policy whose namespaces are not there is known by what it would do in one.
        if (_best is not { IsMatched: true })
            TryExamples();
        var best = _best ?? new TargetCoverage(CoverageKind.NotRelevant, false, false, false, [], "there is no namespace that it could be for");
        var (engine, kind, space, name) = policy.Identity;
        _enforced.Sort(StringComparer.Ordinal);
        _open.Sort(StringComparer.Ordinal);
        return new PolicyCoverage(engine, kind, space, name)
        {
            Coverage = best.Coverage,
            IsEnforced = best.IsEnforced,
            Reason = best.Reason,
            RefusesAll = best.RefusesAll,
            Variants = best.Coverage == CoverageKind.Covered ? best.Variants : [],
            Missed = best.Coverage == CoverageKind.Covered ? [] : best.Variants,
            EnforcedNamespaces = [.. _enforced.Take(PolicyCoverage.MostNamespaces)],
            EnforcedNamespaceCount = _count,
            OpenNamespaces = [.. _open.Take(PolicyCoverage.MostOpen)],
            OpenNamespaceCount = _open.Count,
            Exemptions = best.Guards ? [.. Exemptions(guarded)] : [],
        };
    }

    private void Exempt(string? exemption, string space)
    {
        if (exemption is null)
            return;
        if (!_exempt.TryGetValue(exemption, out var names))
            _exempt[exemption] = names = [];
        names.Add(space);
    }

    private IEnumerable<PolicyExemption> Exemptions(HashSet<string> guarded) =>
        from exempt in _exempt.OrderBy(e => e.Key, StringComparer.Ordinal)
        let names = exempt.Value.Where(n => !guarded.Contains(n)).Order(StringComparer.Ordinal).ToList()
        where names.Count > 0
        select new PolicyExemption(exempt.Key, [.. names.Take(PolicyCoverage.MostOpen)], names.Count);

    private void TryExamples()
    {
        // One that does not say what it reads may be for any.
        foreach (var example in _scope?.Examples ?? [new ScopeExample("made-up", ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty)])
        {
            var made = MadeUpPod.In(example.Namespace, example.PodLabels);
            Learn(CoverageJudge.Judge(policy, VariantRequests.Of(made, example.NamespaceLabels, user)));
        }
    }

    private TargetCoverage? Judge(NamespaceTarget target, (string Labels, JsonElement? Pod) pod, TargetPlaces places)
    {
        var key = _scope is null ? Signature(places.Requests(pod)) : Key(_scope, target, pod.Labels);
        if (_judged.TryGetValue(key, out var known))
            return known;
        if (_scope is null && _judged.Count >= MostJudged)
            return null;
        return _judged[key] = Learn(CoverageJudge.Judge(policy, places.Requests(pod)));
    }

    private TargetCoverage Learn(TargetCoverage coverage)
    {
        _best = _best is null ? coverage : TargetCoverage.Better(_best, coverage);
        return coverage;
    }

    private string Signature(VariantRequests requests)
    {
        var text = new StringBuilder();
        foreach (var (variant, channel) in s_signs)
        {
            foreach (var (rule, decision) in policy.Decide(requests.Get(variant, channel)))
                text.Append(rule).Append('\n').Append(decision.GetType().Name).Append('\n').Append((decision as PolicyDecision.Unknown)?.What.Length)
                    .Append((decision as PolicyDecision.NotMatched)?.Exemption).Append('\n');
        }

        return text.ToString();
    }

    private static string Key(PolicyScope scope, NamespaceTarget target, string podLabels)
    {
        var text = new StringBuilder(target.AreLabelsKnown ? "" : "?");
        if (scope.ReadsNamespace)
            return text.Append(target.Name).Append('\n').Append(scope.ReadsPodMetadata ? podLabels : "").ToString();
        foreach (var label in scope.NamespaceLabels)
            text.Append(target.Labels.TryGetValue(label, out var value) ? "=" + value : "-").Append('\n');
        return text.Append(scope.ReadsPodMetadata ? podLabels : "").ToString();
    }
}
