using System.Text.Json;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Webhooks;

/// <summary>Reads it from EndpointSlices (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/).</summary>
internal static class BackendHealthReader
{
    private const string Group = "discovery.k8s.io";
    private const string Kind = "EndpointSlice";

    public static BackendHealth Of(WebhookService? service, PolicyObjects objects)
    {
        if (service is null || !objects.IsKnown(Group, Kind) || IsElsewhere(service, objects))
            return BackendHealth.Unknown;
        return objects.All(Group, Kind).Any(s => IsOf(s, service) && HasReadyEndpoint(s)) ? BackendHealth.Ready : BackendHealth.NoEndpoint;
    }

    /// <summary>A Service of type ExternalName has no endpoints of its own.</summary>
    private static bool IsElsewhere(WebhookService service, PolicyObjects objects) =>
        objects.Find("", "Service", service.Namespace, service.Name) is { } found
        && MatchReader.Text(MatchReader.Child(found, "spec"), "type") == "ExternalName";

    private static bool IsOf(JsonElement slice, WebhookService service)
    {
        var metadata = MatchReader.Child(slice, "metadata");
        return MatchReader.Text(metadata, "namespace") == service.Namespace
            && MatchReader.Text(MatchReader.Child(metadata, "labels"), "kubernetes.io/service-name") == service.Name;
    }

    /// <summary>An endpoint that says nothing of its readiness counts as ready.</summary>
    private static bool HasReadyEndpoint(JsonElement slice) => MatchReader.Items(slice, "endpoints")
        .Any(e => MatchReader.Child(MatchReader.Child(e, "conditions"), "ready") is not { ValueKind: JsonValueKind.False });
}
