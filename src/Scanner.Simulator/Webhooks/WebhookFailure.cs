using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Webhooks;

/// <summary>The texts for a webhook that could not be asked, as recorded from real servers.</summary>
internal static class WebhookFailure
{
    /// <summary>What <paramref name="answer"/> failed with, or null when it is a review.</summary>
    public static string? Describe(string webhook, int timeoutSeconds, WebhookEndpoint endpoint, WebhookAnswer answer, IClusterView cluster)
    {
        var post = $"Post \"{endpoint.Url}?timeout={timeoutSeconds}s\": ";
        string? call = answer switch
        {
            WebhookAnswer.Unreachable => post + Refused(endpoint, cluster),
            WebhookAnswer.TimedOut => post + "context deadline exceeded",
            WebhookAnswer.HttpError http => HttpText(http),
            _ => null,
        };
        return (call, answer) switch
        {
            (not null, _) => $"failed calling webhook {GoText.Quote(webhook)}: failed to call webhook: {call}",
            (_, WebhookAnswer.Malformed malformed) => $"failed calling webhook {GoText.Quote(webhook)}: received invalid webhook response: {malformed.Problem}",
            _ => null,
        };
    }

    private static string Refused(WebhookEndpoint endpoint, IClusterView cluster)
    {
        if (endpoint.ServiceName is null)
            return $"dial tcp {endpoint.Host}:{endpoint.Port}: connect: connection refused";
        var service = cluster.Get("", "services", endpoint.ServiceNamespace, endpoint.ServiceName);
        return service.Object("spec").Text("clusterIP") is { } address
            ? $"dial tcp {address}:{endpoint.Port}: connect: connection refused"
            : $"service {GoText.Quote(endpoint.ServiceName)} not found";
    }

    /// <summary>client-go's words for an HTTP error without a Status body.</summary>
    private static string HttpText(WebhookAnswer.HttpError error) => error.Code switch
    {
        400 => "the server rejected our request for an unknown reason",
        401 => "the server has asked for the client to provide credentials",
        403 => "unknown",
        404 => "the server could not find the requested resource",
        429 => "the server has received too many requests and has asked us to try again later",
        503 => "the server is currently unable to handle the request",
        504 => "the server was unable to return a response in the time allotted, but may still be processing the request",
        _ => $"an error on the server ({GoText.Quote(error.Body)}) has prevented the request from succeeding",
    };
}
