using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Verdicts;
using Scanner.Decoding.Objects;

namespace Scanner.Reviews;

/// <summary>
/// Sets what policies let one expect beside what probes found. Where the two differ for a pod that is made up, the pods that were probed are
/// read, and decide.
/// </summary>
internal sealed class ProbedPods(IApiServerReader cluster)
{
    /// <summary>Both say something, and not the same.</summary>
    public static bool IsDisputed(Prediction prediction, NamespacePosture ns) =>
        prediction.Verdict != Verdict.Unknown && ns.Verdict != Verdict.Unknown && prediction.Verdict != ns.Verdict;

    /// <summary>The pods that gave the verdict of a namespace.</summary>
    public static IEnumerable<string> Of(NamespacePosture ns) => ns.Targets.Where(t => t.Verdict != Verdict.Unknown).Select(t => t.Pod);

    /// <param name="labels">Of the namespace; null where they may not be read.</param>
    public async Task<Prediction> PredictAsync(
        Predictions predictions, NamespacePosture ns, IReadOnlyDictionary<string, string>? labels, CancellationToken cancellationToken)
    {
        var pods = new List<JsonElement>();
        foreach (var name in Of(ns))
        {
            var answer = await GetAsync(ns.Name, name, cancellationToken);
            if (answer is not ApiAnswer<JsonElement>.Ok { Value: var pod })
                return new Prediction(Verdict.Unknown, $"it depends on pod {name}, which could not be read: {answer.Describe()}");
            pods.Add(pod);
        }

        return predictions.For(ns.Name, labels, pods);
    }

    private Task<ApiAnswer<JsonElement>> GetAsync(string ns, string pod, CancellationToken cancellationToken) =>
        cluster.GetAsync(ResourcePath.Core("pods", ns, pod), new WholeObjectReader("v1", "Pod"), cancellationToken);
}
