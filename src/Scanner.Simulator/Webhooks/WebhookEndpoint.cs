using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Webhooks;

/// <summary>Where a <c>clientConfig</c> points, as the API server's error texts write it.</summary>
internal sealed record WebhookEndpoint(string Url, string Host, int Port, string? ServiceNamespace, string? ServiceName)
{
    public static WebhookEndpoint Of(JsonObject? clientConfig)
    {
        if (clientConfig.Object("service") is { } service)
        {
            var (name, ns) = (service.Text("name") ?? "", service.Text("namespace") ?? "");
            var port = (int)(service.Number("port") ?? 443);
            var path = (service.Text("path") ?? "").TrimStart('/');
            return new WebhookEndpoint($"https://{name}.{ns}.svc:{port}/{path}", $"{name}.{ns}.svc", port, ns, name);
        }

        var url = clientConfig.Text("url") ?? "";
        return Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? new WebhookEndpoint(url, uri.Host, uri.Port, null, null)
            : new WebhookEndpoint(url, url, 443, null, null);
    }
}
