using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture.Composing;
using Scanner.Reviews;

namespace Scanner.Scans;

/// <summary>Adds to every namespace what policies let one expect of it.</summary>
internal sealed class PredictionComparison(ProbedPods pods, Predictions predictions, ImmutableArray<PolicyCoverage> policies)
{
    /// <param name="labels">Of namespaces, by name; one that may not be read is not among them.</param>
    public async Task<ImmutableArray<NamespaceParts>> CompareAsync(
        ImmutableArray<NamespaceParts> namespaces, ImmutableDictionary<string, ImmutableDictionary<string, string>> labels, CancellationToken cancellationToken)
    {
        var compared = ImmutableArray.CreateBuilder<NamespaceParts>(namespaces.Length);
        foreach (var part in namespaces)
        {
            var posture = part.Posture;
            var known = labels.GetValueOrDefault(posture.Name);
            var prediction = predictions.Of(posture.Name, known);
            if (ProbedPods.IsDisputed(prediction, posture))
                prediction = await OfPodsAsync(posture, known, cancellationToken);
            var beside = posture with { Predicted = prediction, Gap = PolicyGaps.Of(posture, policies), GapMends = PolicyGaps.MendsOf(posture, policies), AlsoDeniedBy = PolicyGaps.GuardOf(posture, policies) };
            compared.Add(part with { Posture = beside });
        }

        return compared.MoveToImmutable();
    }

    private async Task<Prediction> OfPodsAsync(NamespacePosture ns, ImmutableDictionary<string, string>? labels, CancellationToken cancellationToken)
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
