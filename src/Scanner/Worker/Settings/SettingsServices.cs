using Microsoft.Extensions.DependencyInjection;

namespace Scanner.Worker.Settings;

/// <summary>Registers this room.</summary>
internal static class SettingsServices
{
    /// <summary>The settings in force, and where changed ones come from.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services, WorkerSettings settings, SettingsSource source)
    {
        services.AddSingleton(source);
        services.AddSingleton(new LiveSettings(settings));
        return services;
    }
}
