using Microsoft.Extensions.DependencyInjection;

namespace Scanner.Worker.Loops;

/// <summary>Registers this room.</summary>
internal static class LoopsServices
{
    /// <summary>When each loop last turned.</summary>
    public static IServiceCollection AddLoops(this IServiceCollection services)
    {
        services.AddSingleton<Heartbeats>();
        return services;
    }
}
