using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture.Composing;
using Scanner.Policies.Coverage;
using Scanner.Reviews;

namespace Scanner.Scans;

/// <summary>Adds to every namespace what policies let one expect of it.</summary>
internal sealed class PredictionComparison(ProbedPods pods, Predictions predictions, ImmutableArray<PolicyCoverage> policies)
{
    /// <param name="targets">The same namespaces in the same order.</param>
    public async Task<ImmutableArray<NamespaceParts>> CompareAsync(
        ImmutableArray<NamespaceParts> namespaces, IReadOnlyList<NamespaceTarget> targets, CancellationToken cancellationToken)
    {
        var compared = ImmutableArray.CreateBuilder<NamespaceParts>(namespaces.Length);
        foreach (var (part, target) in namespaces.Zip(targets))
        {
            var posture = part.Posture;
            var known = target.AreLabelsKnown ? target.Labels : null;
            var prediction = predictions.Of(posture.Name, known, target.ArePodsKnown ? target.Pods : null);
            if (ProbedPods.IsDisputed(prediction, posture))
                prediction = await OfPodsAsync(posture, known, cancellationToken);
            var beside = posture with { Predicted = prediction, Gap = PolicyGaps.Of(posture, policies), GapMends = PolicyGaps.MendsOf(posture, policies), AlsoDeniedBy = PolicyGaps.GuardOf(posture, policies) };
            compared.Add(part with { Posture = beside });
        }

        return compared.MoveToImmutable();
    }

    private async Task<Prediction> OfPodsAsync(NamespacePosture ns, IReadOnlyDictionary<string, string>? labels, CancellationToken cancellationToken)
    {
        try
        {
            return await pods.PredictAsync(predictions, ns, labels, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Prediction(Verdict.Unknown, "the scan was interrupted before its pods were read");
        }
    }
}
