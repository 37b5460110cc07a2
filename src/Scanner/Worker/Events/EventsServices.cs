using Microsoft.Extensions.DependencyInjection;
using Scanner.Worker.Snapshots;

namespace Scanner.Worker.Events;

/// <summary>Registers this room.</summary>
internal static class EventsServices
{
    /// <summary>Events about changes of verdicts.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.AddSingleton(new EventReporter(Environment.MachineName));
        services.AddSingleton<EventLoop>();
        services.AddSingleton<ISnapshotReader>(provider => provider.GetRequiredService<EventLoop>());
        return services;
    }
}
