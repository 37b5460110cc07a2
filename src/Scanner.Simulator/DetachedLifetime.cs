using Microsoft.Extensions.Hosting;

namespace Scanner.Simulator;

/// <summary>Leaves signals of the process alone: the host program decides when it ends.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
