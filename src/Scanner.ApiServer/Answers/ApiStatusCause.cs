namespace Scanner.ApiServer.Answers;

/// <summary>One entry of <c>details.causes</c>; missing parts are empty.</summary>
public sealed record ApiStatusCause(string Reason, string Message, string Field);
