using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>Adds <see cref="ScannerMetrics"/> to a host, which has to add an <see cref="IWorkerFigures"/>.</summary>
public static class MetricsServices
{
    public const string Path = "/metrics";

    public static IServiceCollection AddScannerMetrics(this IServiceCollection services)
    {
        services.AddSingleton<CollectorRegistry>();
        services.AddSingleton<ScanMetrics>();
        services.AddSingleton<ProbeMetrics>();
        services.AddSingleton<FenceMetrics>();
        // It makes the others, so that their families are there from the first scrape on.
        services.AddSingleton(provider =>
        {
            _ = (provider.GetRequiredService<ScanMetrics>(), provider.GetRequiredService<ProbeMetrics>(), provider.GetRequiredService<FenceMetrics>());
            return new ScannerMetrics(provider.GetRequiredService<CollectorRegistry>());
        });
        return services;
    }
}
