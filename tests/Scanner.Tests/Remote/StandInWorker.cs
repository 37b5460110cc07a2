using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Scanner.Tests.Remote;

/// <summary>Answers on loopback as a test says.</summary>
internal sealed class StandInWorker : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInWorker(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Path and Authorization of what came.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<StandInWorker> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var worker = new StandInWorker(app);
        app.Run(context =>
        {
            worker.Requests.Add($"{context.Request.Path} {context.Request.Headers.Authorization}".TrimEnd());
            return answer(context);
        });
        await app.StartAsync();
        return worker;
    }

    public static Task<StandInWorker> StartAsync(int status, string contentType, string body, params (string Name, string Value)[] headers) => StartAsync(context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, contentType);
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
