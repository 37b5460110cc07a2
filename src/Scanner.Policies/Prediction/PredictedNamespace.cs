using Scanner.Core.Admission.Answers;

namespace Scanner.Policies.Prediction;

/// <summary>What probes of a namespace would come to.</summary>
/// <param name="Verdict">Never shown as a verdict: no cluster was asked.</param>
public sealed record PredictedNamespace(Core.Admission.Verdicts.Prediction Verdict, RegularControl Control);
