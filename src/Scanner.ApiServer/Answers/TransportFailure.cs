namespace Scanner.ApiServer.Answers;

/// <summary>Why a call has no answer.</summary>
/// <param name="Message">One line for a user.</param>
public sealed record TransportFailure(TransportFailureKind Kind, string Message);
