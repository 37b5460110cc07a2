using Quartz;

namespace Scanner.Worker.Probes;

/// <summary>What the schedule starts.</summary>
[DisallowConcurrentExecution]
internal sealed class FullScanJob(FullScans scans) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scans.RunAsync(cancellationToken);
}
