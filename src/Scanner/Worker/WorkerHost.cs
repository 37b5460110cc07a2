using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Scanner.ApiServer;
using Scanner.Core.Cluster;
using Scanner.Publishing.Board;
using Scanner.Sessions;
using Scanner.Worker.Caches;
using Scanner.Worker.Health;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;
using Scanner.Worker.Snapshots;
using Scanner.Worker.Work;

namespace Scanner.Worker;

/// <summary>Puts the worker together: its loops, its schedule and its endpoints.</summary>
internal static class WorkerHost
{
    /// <summary>What is under way at SIGTERM gets so long to end.</summary>
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(5);

    /// <param name="session">Owned by the caller.</param>
    /// <param name="settings">In force at first.</param>
    /// <param name="source">Where changed settings come from.</param>
    /// <param name="logs">Where log lines go.</param>
    public static WebApplication Build(ClusterSession session, WorkerSettings settings, SettingsSource source, TimeProvider time, Action<ILoggingBuilder> logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "scanner" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen);
        });
        logs(builder.Logging);
        var services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = s_shutdown);
        services.AddSingleton<IHostLifetime, CallerLifetime>();
        AddWorker(services, session, settings, source, time);
        var app = builder.Build();
        HealthEndpoints.Map(app);
        return app;
    }

    private static void AddWorker(IServiceCollection services, ClusterSession session, WorkerSettings settings, SettingsSource source, TimeProvider time)
    {
        services.AddSingleton(time);
        services.AddSingleton(session);
        services.AddSingleton<IApiServerReader>(session.Client);
        services.AddSingleton(new ClusterReference(session.Server, null, session.Context));
        services.AddSingleton(source);
        services.AddSingleton(new LiveSettings(settings));
        services.AddSingleton(new WatchScope(settings.Namespaces, settings.NamespaceSelector));
        services.AddSingleton(new NamespaceWork(settings.Agenda, time));
        services.AddSingleton<Heartbeats>();
        services.AddSingleton<ClusterWatch>();
        services.AddSingleton<FullScans>();
        services.AddSingleton<FullScanJob>();
        services.AddSingleton<FullScanSchedule>();
        services.AddSingleton<ProbeLoop>();
        services.AddSingleton<PostureBoard>();
        services.AddSingleton<SnapshotLoop>();
        services.AddSingleton<SettingsLoop>();
        services.AddSingleton<IEarlierVerdicts, EarlierVerdictsInMemory>();
        services.AddSingleton(provider => Election(provider, session, settings, time));
        services.AddSingleton<WorkerService>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkerService>());
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(time);
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(1);
        });
    }

    private static ILeaderElection Election(IServiceProvider provider, ClusterSession session, WorkerSettings settings, TimeProvider time)
    {
        if (!settings.LeaderElection)
            return new AlwaysLeader();
        var options = new LeaderElectionOptions
        {
            LeaseName = settings.LeaseName,
            LeaseNamespace = settings.LeaseNamespace ?? LeaseNamespace.Default(),
            Identity = LeaderIdentity.Create(Environment.MachineName),
        };
        var beats = provider.GetRequiredService<Heartbeats>();
        return new LeaderElector(session.Client.Leases, options, time, provider.GetRequiredService<ILogger<LeaderElector>>())
        {
            Turned = () => beats.Beat(WorkerService.ElectionLoop),
        };
    }

    /// <summary>The program that hosts this decides when it begins and ends; signals are its own business.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
