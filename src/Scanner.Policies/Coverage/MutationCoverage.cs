using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>A policy that changes objects denies nothing, so that no gap of it can be told; what it changes is told in the reason.</summary>
internal static class MutationCoverage
{
    public static TargetCoverage Judge(IMutatingPolicy policy, VariantRequests requests)
    {
        var request = requests.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral);
        var (decision, changed) = policy.Mutate(request);
        var isEvaluated = decision is not PolicyDecision.NotMatched;
        return decision switch
        {
            PolicyDecision.Unknown or PolicyDecision.Failed => Of(CoverageKind.Unknown, isEvaluated, Reasons.Undecided(new RuleDecision("", decision))),
            PolicyDecision.NotMatched not => Of(CoverageKind.NotRelevant, isEvaluated, $"it changes objects and denies none; {not.Why}"),
            _ when changed is { } after && !IsLeft(request.Object!.Value, after) =>
                Of(CoverageKind.NotRelevant, isEvaluated, "it changes the ephemeral container that is added, and denies none"),
            _ => Of(CoverageKind.NotRelevant, isEvaluated, "it leaves a privileged ephemeral container as it is, and denies none"),
        };
    }

    /// <summary>The server keeps no other change than that of the ephemeral containers.</summary>
    private static bool IsLeft(JsonElement before, JsonElement after) =>
        Added(before) is { } were && Added(after) is { } are && JsonElement.DeepEquals(were, are);

    private static JsonElement? Added(JsonElement pod) =>
        pod.ValueKind == JsonValueKind.Object && pod.TryGetProperty("spec", out var spec) && spec.ValueKind == JsonValueKind.Object
        && spec.TryGetProperty("ephemeralContainers", out var added) ? added : null;

    private static TargetCoverage Of(CoverageKind kind, bool isEvaluated, string reason) => new(kind, false, isEvaluated, isEvaluated, [], reason);
}
