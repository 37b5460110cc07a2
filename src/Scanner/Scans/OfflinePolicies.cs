using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Inventory.Files;
using Scanner.Policies.Coverage;
using Scanner.Policies.Objects;
using Scanner.Reviews;

namespace Scanner.Scans;

/// <summary>The policies of files, and what they let one expect.</summary>
internal sealed class OfflinePolicies
{
    private readonly OfflineInput _input;
    private readonly PolicySet _set;
    private readonly Predictions _predictions;
    private readonly ImmutableDictionary<string, ImmutableArray<LabelledPod>> _pods;

    public OfflinePolicies(OfflineInput input)
    {
        _input = input;
        _set = new PolicySet(new PolicyObjects(input.PolicyObjects), PolicyEngines.NewestMinor);
        _pods = input.Pods.GroupBy(p => p.Namespace).ToImmutableDictionary(g => g.Key, g => LabelledPods.Of(g)!.Value);
        _predictions = new Predictions(_set, []);
        NotRead = [.. input.NotRead.Where(k => !PolicyEngines.Reads(k.Group, k.Kind))];
    }

    public ImmutableArray<EngineFacts> Engines => _set.Engines;

    /// <summary>Objects of kinds that nothing reads.</summary>
    public ImmutableArray<KindCount> NotRead { get; }

    public PolicyReading Read(IEnumerable<string> namespaces, bool isWhole) => _set.Read([.. namespaces.Select(Target)], isWhole);

    /// <param name="facts">Null when the Namespace object is not in the input.</param>
    public NamespacePosture Posture(string name, NamespaceFacts? facts) => NamespaceVerdict.Unknown(name, UnknownReason.Offline, null, []) with
    {
        PodSecurity = _input.NamespaceLabels.TryGetValue(name, out var labels) ? PodSecurityModes.Of(labels) : null,
        Predicted = VerdictPrediction.Of(facts, NotRead, _input.NotRead.Any(AdmissionKinds.CanDecide) ? () => _predictions.Of(name, _input.NamespaceLabels.GetValueOrDefault(name), PodsOf(name)) : null),
    };

    private NamespaceTarget Target(string ns) => _input.NamespaceLabels.TryGetValue(ns, out var labels)
        ? new NamespaceTarget(ns, labels, PodsOf(ns))
        : new NamespaceTarget(ns, ImmutableDictionary<string, string>.Empty, PodsOf(ns)) { AreLabelsKnown = false };

    private ImmutableArray<LabelledPod> PodsOf(string ns) => _pods.GetValueOrDefault(ns, []);
}
