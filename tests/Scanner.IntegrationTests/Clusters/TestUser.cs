namespace Scanner.IntegrationTests.Clusters;

/// <summary>A user of the test clusters, known by a token.</summary>
internal sealed record TestUser(string Name, string Token, params string[] Groups);
