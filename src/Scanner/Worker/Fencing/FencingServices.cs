using Microsoft.Extensions.DependencyInjection;

namespace Scanner.Worker.Fencing;

/// <summary>Registers this room.</summary>
internal static class FencingServices
{
    /// <summary>Whether the scanner's account could write for real.</summary>
    public static IServiceCollection AddFencing(this IServiceCollection services)
    {
        services.AddSingleton<FenceGate>();
        return services;
    }
}
