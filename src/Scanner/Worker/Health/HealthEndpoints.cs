using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Scanner.Publishing;
using Scanner.Publishing.Metrics;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Health;

/// <summary>Answers <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
internal static class HealthEndpoints
{
    public static void Map(IApplicationBuilder app) => app.Run(context =>
    {
        var services = context.RequestServices;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "GET or HEAD\n");
        return context.Request.Path.Value switch
        {
            "/healthz" => HealthAsync(context, services.GetRequiredService<Heartbeats>()),
            "/readyz" => ReadyAsync(context, services.GetRequiredService<Readiness>()),
            MetricsServices.Path => MetricsAsync(context, services),
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

    private static async Task MetricsAsync(HttpContext context, IServiceProvider services)
    {
        var format = MetricsFormat.Of(context.Request.Headers.Accept);
        // Long, and it repeats itself.
        var packed = Gzip.IsAccepted(context.Request.Headers.AcceptEncoding);
        var figures = services.GetRequiredService<IWorkerFigures>();
        var text = await services.GetRequiredService<ScannerMetrics>().ExposeAsync(figures, format, packed, context.RequestAborted);
        context.Response.ContentType = MetricsFormat.ContentType(format);
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (packed)
            context.Response.Headers.ContentEncoding = Gzip.Encoding;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }
}
