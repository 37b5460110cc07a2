using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Prediction;

/// <summary>What one policy said.</summary>
/// <param name="Layer">The part of the server that asked it.</param>
public sealed record PolicyAnswer(PolicyIdentity Policy, Layer Layer, ImmutableArray<RuleDecision> Decisions);
