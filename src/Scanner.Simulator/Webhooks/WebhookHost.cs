using System.Collections.Immutable;
using System.Net;
using System.Net.Mime;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Scanner.Simulator.Webhooks;

/// <summary>Serves webhook functions over HTTPS on 127.0.0.1, for a real API server to call.</summary>
public sealed class WebhookHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ImmutableDictionary<string, WebhookHandler> _handlers;
    private readonly TimeProvider _time;

    private WebhookHost(ImmutableDictionary<string, WebhookHandler> handlers, int port, TimeProvider time)
    {
        _handlers = handlers;
        _time = time;
        using var authority = new LocalAuthority(time);
        CaPem = authority.Pem;
        _certificate = authority.IssueForLoopback();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(_certificate)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The certificate of the authority that vouches for this host.</summary>
    public string CaPem { get; }

    /// <summary><see cref="CaPem"/> as a webhook configuration's <c>caBundle</c> wants it.</summary>
    public string CaBundleBase64 => Convert.ToBase64String(Encoding.ASCII.GetBytes(CaPem));

    /// <summary>The port that is listened on.</summary>
    public int Port { get; private set; }

    /// <summary>Starts to serve the sample cluster's webhooks.</summary>
    /// <param name="port">0 lets the system choose.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<WebhookHost> StartAsync(int port, CancellationToken cancellationToken) =>
        StartAsync(ScenarioWebhooks.Handlers, port, TimeProvider.System, cancellationToken);

    /// <summary>Starts to serve <paramref name="handlers"/>, keyed by path.</summary>
    public static async Task<WebhookHost> StartAsync(
        ImmutableDictionary<string, WebhookHandler> handlers, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var host = new WebhookHost(handlers, port, time);
        try
        {
            await host._app.StartAsync(cancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        var addresses = host._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        host.Port = new Uri(addresses.Addresses.First()).Port;
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (!_handlers.TryGetValue(http.Request.Path, out var handler))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var review = await ReadAsync(http);
        if (AdmissionReview.Read(review) is not { } request)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        switch (handler(request))
        {
            case WebhookAnswer.Review answer:
                http.Response.ContentType = MediaTypeNames.Application.Json;
                await http.Response.WriteAsync(AdmissionReview.Write(review, answer).ToJsonString(), http.RequestAborted);
                break;
            case WebhookAnswer.HttpError error:
                http.Response.StatusCode = error.Code;
                await http.Response.WriteAsync(error.Body, http.RequestAborted);
                break;
            case WebhookAnswer.TimedOut:
                await HoldAsync(http);
                break;
            case WebhookAnswer.Malformed:
                await http.Response.WriteAsync("not a review", http.RequestAborted);
                break;
            default:
                http.Abort();
                break;
        }
    }

    private static async Task<JsonNode?> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps silent until the caller gives up or the host stops.</summary>
    private async Task HoldAsync(HttpContext http)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }
}
