using System.Collections.Immutable;
using System.Text;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>What is learnt of one policy while namespace after namespace comes by.</summary>
/// <param name="bypasses">As of <see cref="ClusterCoverage"/>.</param>
internal sealed class PolicyTally(IPolicy policy, Func<IPolicy, VariantRequests, ImmutableArray<PolicyBypass>>? bypasses)
{
    /// <summary>Sets of answers that are judged in full; beyond them the policy is known well enough.</summary>
    private const int MostJudged = 64;

    /// <summary>Places that are remembered; beyond them they are judged again when they come by again.</summary>
    private const int MostRemembered = 4096;

    /// <summary>What tells namespaces apart for a policy that does not say what it reads.</summary>
    private static readonly Func<VariantRequests, AdmissionRequest>[] s_signs =
    [
        r => r.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral),
        r => r.Get(ContainerVariants.Benign, RequestChannel.Ephemeral),
        r => r.Get(ContainerVariants.Forbidden.First(v => v.Name == "latest"), RequestChannel.Ephemeral),
        r => r.Get(ContainerVariants.Privileged, RequestChannel.Regular),
    ];

    private readonly CompliantPods _pods = new(policy);
    private readonly bool _readsPods = policy.ReadsPods;
    private readonly PolicyScope? _scope = (policy as IScopedPolicy)?.Scope;
    private readonly Dictionary<ScopeKey, TargetCoverage> _judged = [];
    private readonly List<string> _enforced = [];
    private readonly List<string> _open = [];
    private readonly SortedDictionary<string, List<string>> _exempt = new(StringComparer.Ordinal);
    private ImmutableArray<TargetCoverage> _examples;
    private ImmutableArray<PolicyBypass> _bypasses;
    private TargetCoverage? _best;
    private int _count;
    private int _openCount;
    private string? _exemption;
    private bool _isSorted = true;

    public IPolicy Policy => policy;

    /// <summary>Whether it could guard the namespace that came by last, for all that is known of the pods there.</summary>
    public bool IsOpenQuestion { get; private set; }

    /// <returns>Whether it turns privileged ephemeral containers away there.</returns>
    public bool Add(NamespaceTarget target, TargetPlaces places)
    {
        (_exemption, IsOpenQuestion) = (null, false);
        if (policy is IScopedPolicy scoped && !scoped.MayBeFor(target.Name, target.Labels, target.AreLabelsKnown))
        {
            _exemption = scoped.ExemptionOf(target.Name, target.Labels);
            return false;
        }

        if (!target.ArePodsKnown && _readsPods)
        {
            IsOpenQuestion = true;
            return false;
        }

        var (isEnforced, isOpen, isGuarded) = (false, false, true);
        for (var i = 0; i < (_readsPods ? places.Pods.Length : 1); i++)
        {
            var judged = Judge(target, places.Pods[i], places);
            isEnforced |= judged is { IsEvaluated: true, IsEnforced: true };
            isOpen |= judged is { IsOpen: true };
            isGuarded &= judged is { Guards: true };
            _exemption ??= judged?.Exemption;
        }

        if (isEnforced)
        {
            _isSorted &= _enforced.Count == 0 || string.CompareOrdinal(_enforced[^1], target.Name) <= 0;
            Count(target.Name, _enforced, int.MaxValue, ref _count);
        }

        if (isOpen)
            Count(target.Name, _open, PolicyCoverage.MostOpen, ref _openCount);
        return isGuarded;
    }

    /// <summary>Counts an exemption of the namespace that came by last.</summary>
    /// <param name="space">Its name; nothing else guards it.</param>
    public void CountExemption(string space)
    {
        if (_exemption is null)
            return;
        if (!_exempt.TryGetValue(_exemption, out var names))
            _exempt[_exemption] = names = [];
        names.Add(space);
    }

    /// <summary>Looks for ways past it where it alone guards; once, because they are the same everywhere.</summary>
    public void TryBypasses(TargetPlaces places)
    {
        if (_bypasses.IsDefault)
            _bypasses = bypasses?.Invoke(policy, places.Requests(places.Pods[0])) ?? [];
    }

    /// <summary>What was counted since the last restart.</summary>
    public PolicyCoverage Sum(ExampleRequests examples)
    {
        // A policy whose namespaces are not there is known by what it would do in one.
        if (_best is not { IsMatched: true })
            TryExamples(examples);
        var best = _best ?? new TargetCoverage(CoverageKind.NotRelevant, false, false, false, [], "there is no namespace that it could be for");
        var (engine, kind, space, name) = policy.Identity;
        if (!_isSorted)
            _enforced.Sort(StringComparer.Ordinal);
        return new PolicyCoverage(engine, kind, space, name)
        {
            Coverage = best.Coverage,
            IsEnforced = best.IsEnforced,
            Reason = best.Coverage == CoverageKind.Covered && policy is INotedPolicy noted ? $"{best.Reason}; {noted.Note}" : best.Reason,
            RefusesAll = best.RefusesAll,
            Variants = best.Coverage == CoverageKind.Covered ? best.Variants : [],
            Missed = best.Coverage == CoverageKind.Covered ? [] : best.Variants,
            EnforcedNamespaces = [.. _enforced.Take(PolicyCoverage.MostNamespaces)],
            EnforcedNamespaceCount = _count,
            OpenNamespaces = [.. _open.Order(StringComparer.Ordinal)],
            OpenNamespaceCount = _openCount,
            Exemptions = best.Guards ? [.. Exemptions()] : [],
            Bypasses = best.Guards && !_bypasses.IsDefault ? _bypasses : [],
        };
    }

    /// <summary>Begins the next count. What the policy answered is kept.</summary>
    public void Restart()
    {
        _enforced.Clear();
        _open.Clear();
        _exempt.Clear();
        (_best, _count, _openCount, _isSorted) = (null, 0, 0, true);
    }

    private static void Count(string space, List<string> names, int most, ref int count)
    {
        count++;
        if (names.Count < most)
            names.Add(space);
    }

    private IEnumerable<PolicyExemption> Exemptions()
    {
        foreach (var (where, names) in _exempt)
            yield return new PolicyExemption(where, [.. names.Order(StringComparer.Ordinal).Take(PolicyCoverage.MostOpen)], names.Count);
    }

    private void TryExamples(ExampleRequests requests)
    {
        // One that does not say what it reads may be for any.
        if (_examples.IsDefault)
        {
            var examples = _scope?.Examples ?? [new ScopeExample("made-up", ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty)];
            _examples = [.. examples.Select(e => Judge(e, requests))];
        }

        foreach (var example in _examples)
            Learn(example);
    }

    /// <summary>A pod has the labels that policies usually ask for, if a selector does not leave it out for them.</summary>
    private TargetCoverage Judge(ScopeExample example, ExampleRequests requests)
    {
        TargetCoverage With(ImmutableDictionary<string, string> labels) => CoverageJudge.Judge(policy, requests.Get(example, labels), _pods);
        var usual = With(MadeUpPod.Labels.SetItems(example.PodLabels));
        return usual.IsMatched ? usual : TargetCoverage.Better(usual, With(example.PodLabels));
    }

    private TargetCoverage? Judge(NamespaceTarget target, LabelledPod? pod, TargetPlaces places)
    {
        // Of a policy that looks at more than labels it is not known what; to most pods it answers the same.
        var key = _scope is null ? ScopeKey.OfAnswers(Signature(places.Requests(pod)))
            : ScopeKey.Of(_scope, target, _scope.ReadsPodMetadata && pod is not null ? ScopeKey.LabelsOf(_scope, pod.Labels) ?? Signature(places.Requests(pod)) : "");
        if (_judged.TryGetValue(key, out var known))
            return Learn(known);
        if (_scope is null && _judged.Count >= MostJudged)
            return null;
        if (_judged.Count >= MostRemembered)
            _judged.Clear();
        return _judged[key] = Learn(CoverageJudge.Judge(policy, places.Requests(pod), _pods));
    }

    private TargetCoverage Learn(TargetCoverage coverage)
    {
        _best = _best is null ? coverage : TargetCoverage.Better(_best, coverage);
        return coverage;
    }

    private string Signature(VariantRequests requests)
    {
        var text = new StringBuilder();
        foreach (var sign in s_signs)
        {
            foreach (var (rule, decision) in policy.Decide(sign(requests)))
            {
                text.Append(rule).Append('\n').Append(decision.GetType().Name).Append('\n').Append((decision as PolicyDecision.Unknown)?.What.Length)
                    .Append((decision as PolicyDecision.NotMatched)?.Exemption).Append('\n');
            }
        }

        return text.ToString();
    }
}
