using Microsoft.Extensions.DependencyInjection;
using Scanner.Core.Scheduling;
using Scanner.Worker.Caches;

namespace Scanner.Worker.Work;

/// <summary>Registers this room.</summary>
internal static class WorkServices
{
    /// <summary>What is known of every namespace and what is due.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services, AgendaOptions agenda)
    {
        services.AddSingleton(provider => new NamespaceWork(agenda, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IClusterListener>(provider => provider.GetRequiredService<NamespaceWork>());
        return services;
    }
}
