using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Policies.Decisions;
using Scanner.Policies.Prediction;
using Scanner.Policies.Requests;
using Scanner.Probing;

namespace Scanner.Reviews;

/// <summary>
/// What probes would find, by the policies alone. Namespaces that are alike in what policies read of them are judged once. Not for
/// concurrent use.
/// </summary>
internal sealed class Predictions
{
    private readonly ProbePrediction _prediction;
    private readonly ProbePrediction _ofPods;
    private readonly string? _missing;
    private readonly ImmutableSortedSet<string> _labels;
    private readonly ImmutableArray<Predicate<string>>? _nameTests;
    private readonly Dictionary<string, Prediction> _known = [];
    private readonly PodDoubt _doubt;
    private readonly bool _readsPods;

    /// <summary>Those of a pod that are read; null where anything may be read of it.</summary>
    private readonly ImmutableSortedSet<string>? _podLabels;

    /// <param name="unread">Kinds of policies of which some may be missing, as words.</param>
    /// <param name="image">The image that probes name.</param>
    public Predictions(PolicySet policies, IEnumerable<string> unread, string image = ScanOptions.DefaultProbeImage)
    {
        _prediction = new ProbePrediction(new AdmissionChain(policies.Policies, remembers: true), GivenRequest.DefaultUser, image);
        _ofPods = new ProbePrediction(new AdmissionChain(policies.Policies), GivenRequest.DefaultUser, image);
        _missing = policies.Unasked.Concat(unread).ToList() switch
        {
            [] => null,
            [var only] => $"{only} may decide, and cannot be asked",
            [var first, .. var more] => $"{first} and {more.Count} more may decide, and cannot be asked",
        };
        var scopes = policies.Policies.Select(p => (p as IScopedPolicy)?.Scope).ToList();
        (_doubt, _readsPods) = (new PodDoubt(policies.Policies), policies.ReadsPods);
        var ofPods = policies.Policies.Where(p => p.ReadsPods).Select(p => (p as IScopedPolicy)?.Scope.PodLabels).ToList();
        _podLabels = ofPods.Contains(null) ? null : [.. ofPods.SelectMany(l => l!)];
        _labels = [.. scopes.SelectMany(s => s?.NamespaceLabels ?? [])];
        _nameTests = scopes.TrueForAll(s => s is { ReadsNamespace: false } or { NameTests: not null })
            ? [.. scopes.Where(s => s!.ReadsNamespace).SelectMany(s => s!.NameTests!.Value)]
            : null;
    }

    /// <summary>For pods that comply with what policies usually ask, with the names and labels of those that are there.</summary>
    /// <param name="labels">Of the namespace; null where they are not known.</param>
    /// <param name="pods">One of each combination of labels; null where they are not known.</param>
    public Prediction Of(string ns, IReadOnlyDictionary<string, string>? labels, ImmutableArray<LabelledPod>? pods)
    {
        if (pods is null && _doubt.MayDepend(ns, labels))
            return new Prediction(Verdict.Unknown, $"it depends on labels of the pods of namespace {ns}, which are not known");
        var looked = _readsPods && pods is { } known ? known : [];
        var key = Key(ns, labels, looked);
        if (key is not null && _known.TryGetValue(key, out var before))
            return before;
        var prediction = Predict(_prediction, ns, labels, looked.Select(p => MadeUpPod.In(ns, p)));
        if (key is not null)
            _known[key] = prediction;
        return prediction;
    }

    /// <summary>For pods as they are.</summary>
    public Prediction For(string ns, IReadOnlyDictionary<string, string>? labels, IEnumerable<JsonElement> pods) => Predict(_ofPods, ns, labels, pods);

    private Prediction Predict(ProbePrediction prediction, string ns, IReadOnlyDictionary<string, string>? labels, IEnumerable<JsonElement> pods) => _missing is not null
        ? new Prediction(Verdict.Unknown, _missing)
        : prediction.Of(ns, labels ?? ImmutableDictionary<string, string>.Empty, labels is not null, pods).Verdict;

    /// <summary>What is not known of a namespace is named in the prediction, with the namespace.</summary>
    /// <returns>Null where hardly another namespace is alike.</returns>
    private string? Key(string ns, IReadOnlyDictionary<string, string>? labels, ImmutableArray<LabelledPod> pods)
    {
        if (!pods.IsEmpty && _podLabels is null)
            return null;
        var key = new StringBuilder();
        foreach (var pod in pods)
            key.Append(pod.Labels.Values(_podLabels!)).Append('\n');
        if (labels is null || _nameTests is not { } tests)
            return key.Append(ns).Append(labels is null ? "?" : "").ToString();
        foreach (var label in _labels)
            key.Append(labels.TryGetValue(label, out var value) ? "=" + value : "-").Append('\n');
        foreach (var test in tests)
            key.Append(test(ns) ? '+' : '-');
        return key.ToString();
    }
}
