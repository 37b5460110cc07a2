using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Scanner.Worker.Loops;

/// <summary>Registers this room.</summary>
internal static class LoopsServices
{
    /// <summary>When each loop last turned, and how memory is given back.</summary>
    public static IServiceCollection AddLoops(this IServiceCollection services)
    {
        services.AddSingleton<Heartbeats>();
        services.TryAddSingleton<Housekeeping>();
        return services;
    }
}
