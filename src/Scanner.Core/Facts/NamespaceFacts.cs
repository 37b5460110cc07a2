namespace Scanner.Core.Facts;

/// <summary>What we keep of one namespace.</summary>
/// <param name="Name"><c>metadata.name</c>.</param>
/// <param name="Terminating">It is being deleted: nothing new can be created in it, but its pods can still be patched.</param>
public sealed record NamespaceFacts(string Name, bool Terminating = false);
