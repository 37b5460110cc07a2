using System.Collections.Immutable;

namespace Scanner.Simulator.Api;

/// <summary>Who sent a request, after authentication and impersonation.</summary>
public sealed record UserInfo(string Name, ImmutableArray<string> Groups, string Uid = "");
