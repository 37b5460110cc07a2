using Prometheus;
using Scanner.Publishing.Metrics;

namespace Scanner.Publishing.Tests.Metrics;

public sealed class MetricsFormatTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("text/html", false)]
    [InlineData("nonsense", false)]
    [InlineData("text/plain;version=0.0.4", false)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text; version=1.0.0; charset=utf-8", true)]
    [InlineData("application/openmetrics-text; version=\"1.0.0\"", true)]
    [InlineData("APPLICATION/OpenMetrics-Text", true)]
    [InlineData("application/openmetrics-text;version=0.0.1", false)]
    [InlineData("application/openmetrics-text;version=2.0.0,text/plain;q=0.5", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("text/plain,application/openmetrics-text", true)]
    [InlineData("text/plain,application/openmetrics-text;q=0.9", false)]
    // As Prometheus 2.53 and 3.0 ask.
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.8,text/plain;version=0.0.4;q=0.4,*/*;q=0.3", true)]
    public void Of_Accept_IsWhatTheScraperPrefers(string? accept, bool openMetrics) =>
        Assert.Equal(openMetrics ? ExpositionFormat.OpenMetricsText : ExpositionFormat.PrometheusText, MetricsFormat.Of(accept));

    [Fact]
    public void ContentType_NamesFormatVersionAndEncoding()
    {
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", MetricsFormat.ContentType(ExpositionFormat.PrometheusText));
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", MetricsFormat.ContentType(ExpositionFormat.OpenMetricsText));
    }
}
