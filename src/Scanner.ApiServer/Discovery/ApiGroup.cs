using System.Collections.Immutable;

namespace Scanner.ApiServer.Discovery;

/// <summary>One entry of <c>/apis</c>.</summary>
/// <param name="Versions">In the server's order of preference.</param>
public sealed record ApiGroup(string Name, ImmutableArray<string> Versions);
