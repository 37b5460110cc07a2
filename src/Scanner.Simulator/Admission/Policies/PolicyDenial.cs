namespace Scanner.Simulator.Admission.Policies;

/// <summary>One validation that did not hold.</summary>
/// <param name="Reason">The Status reason the policy asks for; null means the default, <c>Invalid</c>.</param>
internal sealed record PolicyDenial(string Message, string? Reason);
