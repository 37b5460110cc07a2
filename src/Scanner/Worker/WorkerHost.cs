using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Scopes;
using Scanner.Core.Cluster;
using Scanner.Publishing.Metrics;
using Scanner.Publishing.Web;
using Scanner.Sessions;
using Scanner.Worker.Caches;
using Scanner.Worker.Events;
using Scanner.Worker.Fencing;
using Scanner.Worker.Figures;
using Scanner.Worker.Health;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Notifications;
using Scanner.Worker.Policies;
using Scanner.Worker.Probes;
using Scanner.Worker.Reports;
using Scanner.Worker.Settings;
using Scanner.Worker.Snapshots;
using Scanner.Worker.Web;
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
            kestrel.ListenForPosture(settings.WebListen);
        });
        logs(builder.Logging);
        var services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = s_shutdown);
        services.AddSingleton<IHostLifetime, CallerLifetime>();
        services.AddSingleton(Random.Shared);
        AddWorker(services, session, settings, source, time);
        var app = builder.Build();
        app.UsePosture();
        HealthEndpoints.Map(app);
        return app;
    }

    /// <summary>The worker without its endpoints; whoever calls this adds logging and a <see cref="Random"/>.</summary>
    public static void AddWorker(IServiceCollection services, ClusterSession session, WorkerSettings settings, SettingsSource source, TimeProvider time)
    {
        services.AddScannerMetrics();
        services.AddSingleton(time);
        services.AddSingleton(session);
        services.AddSingleton(session.Client);
        var scope = new WatchScope(settings.Namespaces, settings.NamespaceSelector);
        var refusals = new ScopeRefusals(time);
        services.AddSingleton(refusals);
        services.AddSingleton(scope.Limit(session.Client, refusals, time));
        services.AddSingleton(new ClusterReference(session.Server, null, session.Context));
        services.AddLoops();
        services.AddSettings(settings, source);
        services.AddCaches(scope);
        services.AddWork(settings.Agenda);
        services.AddLeading(session.Client.Leases, settings, time);
        services.AddFencing();
        services.AddProbes(time);
        services.AddPolicies();
        services.AddSnapshots();
        services.AddReports(settings);
        if (settings.Events)
            services.AddEvents();
        if (settings.Notify is { } notify)
            services.AddNotifications(notify);
        services.AddHealth();
        services.AddFigures();
        services.AddWeb(session.Client);
        services.AddSingleton<SettingsLoop>();
        services.AddSingleton<WorkerService>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkerService>());
    }

    /// <summary>The program that hosts this decides when it begins and ends; signals are its own business.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
