using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Probes;

namespace Scanner.Worker.Health;

/// <summary>Answers <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
internal static class HealthEndpoints
{
    /// <summary>The Prometheus text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
    private const string Exposition = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IApplicationBuilder app) => app.Run(context =>
    {
        var services = context.RequestServices;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "GET or HEAD\n");
        return context.Request.Path.Value switch
        {
            "/healthz" => HealthAsync(context, services.GetRequiredService<Heartbeats>()),
            "/readyz" => ReadyAsync(context, services.GetRequiredService<Readiness>()),
            "/metrics" => AnswerAsync(context, StatusCodes.Status200OK, Metrics(services), Exposition),
            _ => AnswerAsync(context, StatusCodes.Status404NotFound, "there are /healthz, /readyz and /metrics\n"),
        };
    });

    /// <summary>Live: every loop turns. Says nothing about the cluster, for a restart would not mend that.</summary>
    private static Task HealthAsync(HttpContext context, Heartbeats beats)
    {
        var silent = beats.Silent();
        return silent.IsEmpty
            ? AnswerAsync(context, StatusCodes.Status200OK, "ok\n")
            : AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, $"does not turn: {string.Join(", ", silent)}\n");
    }

    private static Task ReadyAsync(HttpContext context, Readiness readiness)
    {
        var missing = string.Concat(readiness.NotFollowed().Select(line => $"not followed: {line}\n"));
        return readiness.WhyNot() is { } why
            ? AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, $"{why}\n{missing}")
            : AnswerAsync(context, StatusCodes.Status200OK, $"ok\n{missing}");
    }

    private static string Metrics(IServiceProvider services)
    {
        var state = services.GetRequiredService<FullScans>().State;
        var text = new StringBuilder();
        text.Append("# TYPE ephemeral_scanner_leader gauge\n")
            .Append("ephemeral_scanner_leader ").Append(services.GetRequiredService<ILeaderElection>().IsLeader ? 1 : 0).Append('\n')
            .Append("# TYPE ephemeral_scanner_scans_total counter\n");
        foreach (var (result, count) in new[] { ("complete", state.Complete), ("incomplete", state.Incomplete), ("failed", state.Failed) })
            text.Append(CultureInfo.InvariantCulture, $"ephemeral_scanner_scans_total{{result=\"{result}\"}} {count}\n");
        if (state.LastCompleteAt is { } complete)
        {
            text.Append("# TYPE ephemeral_scanner_last_successful_scan_timestamp_seconds gauge\n")
                .Append(CultureInfo.InvariantCulture, $"ephemeral_scanner_last_successful_scan_timestamp_seconds {complete.ToUnixTimeSeconds()}\n");
        }

        return text.ToString();
    }

    private static Task AnswerAsync(HttpContext context, int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }
}
