namespace Scanner.IntegrationTests.Clusters;

/// <summary>Tests that share the running clusters.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterPool>
{
    public const string Name = "clusters";
}
