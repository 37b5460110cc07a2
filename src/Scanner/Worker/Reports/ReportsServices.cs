using Microsoft.Extensions.DependencyInjection;
using Scanner.Publishing.Metrics;
using Scanner.Worker.Leading;
using Scanner.Worker.Settings;
using Scanner.Worker.Snapshots;

namespace Scanner.Worker.Reports;

/// <summary>Registers this room.</summary>
internal static class ReportsServices
{
    /// <summary>The publisher of reports, and what reports remember.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services, WorkerSettings settings)
    {
        services.AddSingleton(new ReportOptions(
            settings.Reports,
            settings.ReportWrites,
            ReportInstance.Of(settings.LeaseNamespace ?? LeaseNamespace.Default(), settings.LeaseName),
            !settings.Namespaces.IsEmpty || settings.NamespaceSelector is not null));
        services.AddSingleton<ReportMetrics>();
        services.AddSingleton<ReportFollower>();
        services.AddSingleton<ServedReports>();
        services.AddSingleton<ReportStrangers>();
        services.AddSingleton<ISnapshotTroubles>(provider => provider.GetRequiredService<ReportStrangers>());
        services.AddSingleton<ReportScribe>();
        services.AddSingleton<ReportPublisher>();
        services.AddSingleton<EarlierVerdictsInMemory>();
        services.AddSingleton<IEarlierVerdicts, EarlierVerdictsInReports>();
        return services;
    }
}
