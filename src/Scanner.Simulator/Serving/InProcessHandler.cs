using Microsoft.AspNetCore.Http;

namespace Scanner.Simulator.Serving;

/// <summary>Carries requests to a server in this process without a socket.</summary>
internal sealed class InProcessHandler(RequestDelegate server) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var exchange = new InProcessExchange(request, body);
        await using var gone = cancellationToken.UnsafeRegister(static state => ((InProcessExchange)state!).Leave(), exchange);
        return await exchange.SendAsync(server, cancellationToken);
    }
}
