namespace Scanner.Policies.Cel.Patterns;

/// <summary>A text is no expression of RE2. Does not leave this room.</summary>
internal sealed class Re2SyntaxException(string message) : Exception(message);
