using System.Collections.Immutable;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>One series of an answer, and its value.</summary>
internal sealed record PrometheusSample(ImmutableSortedDictionary<string, string> Labels, double Value);
