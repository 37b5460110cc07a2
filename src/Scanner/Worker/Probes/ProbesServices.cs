using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Scanner.Worker.Probes;

/// <summary>Registers this room.</summary>
internal static class ProbesServices
{
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
        });
        return services;
    }
}
