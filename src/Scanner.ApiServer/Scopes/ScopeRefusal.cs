using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Scopes;

/// <summary>A namespace in which a resource may not be read, and is not: what is known of that resource is of the other namespaces.</summary>
/// <param name="Path">The resource, in the namespace.</param>
/// <param name="Verb">What was refused: <c>get</c>, <c>list</c> or <c>watch</c>.</param>
/// <param name="Message">What the server said.</param>
/// <param name="Timestamp">When it was left out, on the monotonic clock.</param>
public sealed record ScopeRefusal(ResourcePath Path, string Verb, string Message, DateTimeOffset Since, long Timestamp);
