namespace Scanner.IntegrationTests.Worker;

/// <summary>Tests of whole workers on a clock that they move; one at a time and beside nothing else, see <see cref="Rest"/>.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WorkerCollection
{
    public const string Name = "workers";
}
