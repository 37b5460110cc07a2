namespace Scanner.ApiServer.Transport;

/// <summary>How many requests of one kind ended in one way.</summary>
/// <param name="Verb">As RBAC names it: <c>get, list, watch, create, patch, update</c>.</param>
/// <param name="Group">Empty for the core group, and for what is no resource.</param>
/// <param name="Resource">Plural, with its subresource after a slash; <c>version</c> or <c>discovery</c> for what is no resource.</param>
/// <param name="Code">The HTTP status; without an answer the <see cref="Answers.TransportFailureKind"/> in lower case.</param>
public sealed record RequestCount(string Verb, string Group, string Resource, string Code, long Count);
