using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>Which of the two text formats a scraper asks for (https://prometheus.io/docs/instrumenting/content_negotiation/).</summary>
public static class MetricsFormat
{
    private const string OpenMetrics = "application/openmetrics-text";

    /// <summary>OpenMetrics where it is asked for by name and text is not preferred to it; else text, whatever is asked for.</summary>
    public static ExpositionFormat Of(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types))
            return ExpositionFormat.PrometheusText;
        var open = Quality(types, t => Is(t, OpenMetrics, "1.0.0"));
        return open > 0 && open >= Quality(types, t => Is(t, PrometheusConstants.TextContentType, "0.0.4"))
            ? ExpositionFormat.OpenMetricsText
            : ExpositionFormat.PrometheusText;
    }

    public static string ContentType(ExpositionFormat format) => format == ExpositionFormat.OpenMetricsText
        ? PrometheusConstants.OpenMetricsContentTypeWithVersionAndEncoding
        : PrometheusConstants.TextContentTypeWithVersionAndEncoding;

    private static double Quality(IList<MediaTypeHeaderValue> types, Func<MediaTypeHeaderValue, bool> wanted) =>
        types.Where(wanted).Select(t => t.Quality ?? 1).DefaultIfEmpty(0).Max();

    // A scraper may name several versions of one type, each with a quality of its own.
    private static bool Is(MediaTypeHeaderValue type, string name, string version) =>
        type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase)
        && type.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase)) is var given
        && (given is null || given.GetUnescapedValue().Equals(version, StringComparison.Ordinal));
}
