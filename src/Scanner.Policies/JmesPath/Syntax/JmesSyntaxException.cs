namespace Scanner.Policies.JmesPath.Syntax;

/// <summary>The text is no expression.</summary>
internal sealed class JmesSyntaxException(string message, int position) : Exception($"SyntaxError: {message} at offset {position}");
