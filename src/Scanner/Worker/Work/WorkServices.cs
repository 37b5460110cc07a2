using Microsoft.Extensions.DependencyInjection;
using Scanner.Core.Scheduling;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>Registers this room.</summary>
internal static class WorkServices
{
    /// <summary>What is known of every namespace and what is due.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services, AgendaOptions agenda)
    {
        services.AddSingleton(provider => new WorkerTime(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WorkSignals>();
        services.AddSingleton(provider => new ProbeQueue(agenda, provider.GetRequiredService<WorkerTime>(), provider.GetRequiredService<WorkSignals>()));
        services.AddSingleton(provider => new KnownNamespaces(
            agenda.Settling[^1], provider.GetRequiredService<WorkerTime>(), provider.GetRequiredService<WorkSignals>()));
        services.AddSingleton<IClusterListener, ClusterChanges>();
        return services;
    }
}
