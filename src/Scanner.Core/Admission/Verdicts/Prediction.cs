namespace Scanner.Core.Admission.Verdicts;

/// <summary>A verdict told from configuration alone, which no cluster was asked about.</summary>
/// <param name="Because">In words; goes on after a colon.</param>
public sealed record Prediction(Verdict Verdict, string Because);
