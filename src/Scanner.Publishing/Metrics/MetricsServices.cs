using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
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
        return services.AddResponseCompression(options =>
        {
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [PrometheusConstants.TextContentType, PrometheusConstants.OpenMetricsContentType];
        });
    }

    /// <summary>Compresses the exposition, which is long and repeats itself, for scrapers that accept it.</summary>
    public static void UseMetricsCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path == Path, metrics => metrics.UseResponseCompression());
}
