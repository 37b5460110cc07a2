using System.Collections.Immutable;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>One alert.</summary>
/// <param name="HasFor">It waits before it fires.</param>
internal sealed record AlertRule(
    string Name, string Expression, bool HasFor, ImmutableDictionary<string, string> Labels, ImmutableDictionary<string, string> Annotations);
