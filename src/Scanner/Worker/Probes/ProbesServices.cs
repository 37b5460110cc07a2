using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Scanner.Worker.Probes;

/// <summary>Registers this room.</summary>
internal static class ProbesServices
{
    // A timer holds no more than 49 days.
    private static readonly TimeSpan s_idle = TimeSpan.FromDays(20);

    /// <summary>Probing, full scans and their schedule.</summary>
    public static IServiceCollection AddProbes(this IServiceCollection services, TimeProvider time)
    {
        services.AddSingleton<ProbeLoop>();
        services.AddSingleton<NamespaceAsker>();
        services.AddSingleton<FullScans>();
        services.AddSingleton<FullScanJob>();
        services.AddSingleton<FullScanSchedule>();
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(time);
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(1);
            // It sleeps until the next time of the schedule. By default it also wakes every 23 to 30 s, by chance, for stores that others write to.
            quartz.ConfigureScheduler(o => o.IdleWaitTime = s_idle);
        });
        return services;
    }
}
