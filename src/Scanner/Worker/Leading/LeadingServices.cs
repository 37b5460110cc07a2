using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer.Writes;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;
using Scanner.Worker.Settings;

namespace Scanner.Worker.Leading;

/// <summary>Registers this room.</summary>
internal static class LeadingServices
{
    /// <summary>The name under which the election shows that it turns.</summary>
    public const string Loop = "election";

    /// <summary>The election, or leading for ever where there is none.</summary>
    public static IServiceCollection AddLeading(this IServiceCollection services, ILeaseClient leases, WorkerSettings settings, TimeProvider time)
    {
        if (!settings.LeaderElection)
            return services.AddSingleton<ILeaderElection>(new AlwaysLeader());
        return services.AddSingleton<ILeaderElection>(provider =>
        {
            var random = provider.GetRequiredService<Random>();
            var options = new LeaderElectionOptions
            {
                LeaseName = settings.LeaseName,
                LeaseNamespace = settings.LeaseNamespace ?? LeaseNamespace.Default(),
                Identity = LeaderIdentity.Create(Environment.MachineName, random),
                Random = random,
            };
            var beats = provider.GetRequiredService<Heartbeats>();
            var watch = provider.GetRequiredService<ClusterWatch>();
            return new LeaderElector(leases, options, time, provider.GetRequiredService<ILogger<LeaderElector>>())
            {
                Turned = () => beats.Beat(Loop),
                WhyUnfit = () => watch.WhyUnfit,
            };
        });
    }
}
