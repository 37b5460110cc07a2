using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Reviews;

namespace Scanner.Worker.Policies;

/// <summary>What policies let one expect of a namespace. Immutable.</summary>
/// <param name="Namespace">By which it was found out.</param>
/// <param name="Pods">The labels of its pods, where policies go by them; null where they are not known.</param>
/// <param name="General">For pods that are made up, with those labels.</param>
internal sealed record Outlook(WatchedNamespace Namespace, ImmutableArray<PodLabels>? Pods, Prediction General)
{
    private NamespacePosture? _comparedWith;
    private ImmutableArray<string> _pods = [];
    private Prediction? _ofPods;

    /// <summary>Whether nothing has changed of what it was found out by.</summary>
    public bool IsOf(WatchedNamespace ns, ImmutableArray<PodLabels>? pods) =>
        Namespace == ns && (pods is { } now ? Pods is { } before && before.SequenceEqual(now) : Pods is null);

    /// <summary>What is to be set beside a verdict; null while pods have to be read for that.</summary>
    public Prediction? Beside(NamespacePosture ns)
    {
        if (!ProbedPods.IsDisputed(General, ns))
            return General;
        if (_ofPods is null || ns.Verdict != _comparedWith!.Verdict)
            return null;
        // What could not be read is looked for again beside the next answer.
        var isOfThese = _ofPods.Verdict == Verdict.Unknown ? ReferenceEquals(ns, _comparedWith) : _pods.SequenceEqual(ProbedPods.Of(ns), StringComparer.Ordinal);
        return isOfThese ? _ofPods : null;
    }

    /// <param name="prediction">For the pods that gave the verdict of <paramref name="ns"/>.</param>
    public Outlook WithPods(NamespacePosture ns, Prediction prediction) =>
        this with { _comparedWith = ns, _pods = [.. ProbedPods.Of(ns)], _ofPods = prediction };
}
