using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture.Composing;
using Scanner.Decoding.Objects;
using Scanner.Reviews;

namespace Scanner.Scans;

/// <summary>
/// Sets what policies let one expect beside what probes found. Where the two differ for a pod that is made up, the pods that were probed are
/// read, and decide.
/// </summary>
internal sealed class PredictionComparison(IApiServerReader cluster, Predictions predictions, ImmutableArray<PolicyCoverage> policies)
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
            if (Differs(prediction, posture))
                prediction = await OfPodsAsync(posture, known, cancellationToken);
            compared.Add(part with { Posture = posture with { Predicted = prediction, Gap = PolicyGaps.Of(posture, policies), GapMends = PolicyGaps.MendsOf(posture, policies) } });
        }

        return compared.MoveToImmutable();
    }

    private static bool Differs(Prediction prediction, NamespacePosture posture) =>
        prediction.Verdict != Verdict.Unknown && posture.Verdict != Verdict.Unknown && prediction.Verdict != posture.Verdict;

    private async Task<Prediction> OfPodsAsync(NamespacePosture ns, ImmutableDictionary<string, string>? labels, CancellationToken cancellationToken)
    {
        var pods = new List<JsonElement>();
        try
        {
            foreach (var target in ns.Targets.Where(t => t.Verdict != Verdict.Unknown))
            {
                var answer = await cluster.GetAsync(ResourcePath.Core("pods", ns.Name, target.Pod), new WholeObjectReader("v1", "Pod"), cancellationToken);
                if (answer is not ApiAnswer<JsonElement>.Ok { Value: var pod })
                    return new Prediction(Verdict.Unknown, $"it depends on pod {target.Pod}, which could not be read: {answer.Describe()}");
                pods.Add(pod);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Prediction(Verdict.Unknown, "the scan was interrupted before its pods were read");
        }

        return predictions.For(ns.Name, labels, pods);
    }
}
