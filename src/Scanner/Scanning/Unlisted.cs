using Scanner.Core.Posture;

namespace Scanner.Scanning;

/// <summary>Why the pods of a namespace are not all known.</summary>
internal sealed record Unlisted(UnknownReason Because, string Message);
