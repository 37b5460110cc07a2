using Microsoft.Extensions.DependencyInjection;

namespace Scanner.Worker.Health;

/// <summary>Registers this room.</summary>
internal static class HealthServices
{
    /// <summary>What the health endpoints answer from.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        return services;
    }
}
