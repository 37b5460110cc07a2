using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Posture;

/// <summary>What the regular control of a namespace gave.</summary>
/// <param name="At">When the round began in which it was asked.</param>
internal sealed record ControlAnswer(RegularAnswer Answer, Moment At);
