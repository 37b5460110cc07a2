using Microsoft.Extensions.DependencyInjection;
using Scanner.Publishing.Board;

namespace Scanner.Worker.Snapshots;

/// <summary>Registers this room.</summary>
internal static class SnapshotsServices
{
    /// <summary>The present snapshot and the loop that composes it.</summary>
    public static IServiceCollection AddSnapshots(this IServiceCollection services)
    {
        services.AddSingleton<PostureBoard>();
        services.AddSingleton<SnapshotParts>();
        services.AddSingleton<SnapshotLoop>();
        services.AddSingleton<SnapshotFollower>();
        return services;
    }
}
