using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Answers;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Prediction;

/// <summary>What becomes of a request in the whole chain.</summary>
/// <param name="Answers">Of every policy, in the order of the server.</param>
public sealed record ChainOutcome(ChainResult Result, ImmutableArray<PolicyAnswer> Answers)
{
    /// <summary>Who decided where the request is turned away, or is not decided; null where it is admitted.</summary>
    public PolicyAnswer? By { get; init; }

    /// <summary>The rule of <see cref="By"/> that did; empty where the policy is one part.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The denial or the failure in the words of the policy, or what is not known.</summary>
    public string Message { get; init; } = "";

    /// <summary>The object as it would be stored; null where the request is not admitted.</summary>
    public JsonElement? Object { get; init; }
}
