using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>Adds <see cref="ScannerMetrics"/> to a host.</summary>
public static class MetricsServices
{
    public const string Path = "/metrics";

    public static IServiceCollection AddScannerMetrics(this IServiceCollection services)
    {
        services.AddSingleton<CollectorRegistry>();
        services.AddSingleton<ScannerMetrics>();
        services.AddSingleton<FenceMetrics>();
        return services;
    }
}
