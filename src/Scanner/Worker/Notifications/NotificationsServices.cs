using Microsoft.Extensions.DependencyInjection;
using Scanner.Worker.Settings;
using Scanner.Worker.Snapshots;

namespace Scanner.Worker.Notifications;

/// <summary>Registers this room.</summary>
internal static class NotificationsServices
{
    /// <summary>Notifications about changes of findings.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, NotifySettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<INotificationReceiver, NotificationReceiver>();
        services.AddSingleton<NotificationLoop>();
        services.AddSingleton<ISnapshotReader>(provider => provider.GetRequiredService<NotificationLoop>());
        return services;
    }
}
