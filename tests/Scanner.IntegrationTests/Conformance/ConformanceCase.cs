namespace Scanner.IntegrationTests.Conformance;

/// <summary>Requests that build on each other, in a namespace of their own.</summary>
internal sealed record ConformanceCase(string Title, IReadOnlyList<ConformanceStep> Steps);
