namespace Scanner.Core.Admission.Answers;

/// <summary>One entry of <c>details.causes</c> of a Status; a missing part is empty.</summary>
public sealed record StatusCause(string Reason, string Message, string Field);
