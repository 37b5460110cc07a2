using System.Collections.Immutable;

namespace Scanner.Policies.Requests;

/// <summary>Who asks.</summary>
public sealed record RequestUser(string Name, ImmutableArray<string> Groups);
