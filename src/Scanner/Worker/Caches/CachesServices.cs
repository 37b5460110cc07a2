using Microsoft.Extensions.DependencyInjection;

namespace Scanner.Worker.Caches;

/// <summary>Registers this room.</summary>
internal static class CachesServices
{
    /// <summary>The caches and the watches that keep them equal to the cluster.</summary>
    public static IServiceCollection AddCaches(this IServiceCollection services, WatchScope scope)
    {
        services.AddSingleton(scope);
        services.AddSingleton<ClusterWatch>();
        return services;
    }
}
