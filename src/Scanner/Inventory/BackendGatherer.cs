using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Decoding.Objects;

namespace Scanner.Inventory;

/// <summary>Lists the endpoints of the Services that answer webhooks, by which one that nobody answers is known.</summary>
/// <param name="turned">Called before each request; null for nothing.</param>
internal sealed class BackendGatherer(IApiServerReader cluster, Action? turned = null)
{
    public const string Group = "discovery.k8s.io";
    public const string Kind = "EndpointSlice";

    private const string Resource = "endpointslices";

    /// <summary>What went wrong, beside a right that is missing.</summary>
    public ImmutableArray<ScanError> Errors { get; private set; } = [];

    /// <summary>The right that is missing.</summary>
    public ImmutableArray<MissingPermission> Missing { get; private set; } = [];

    /// <summary>The Services that webhooks are behind.</summary>
    /// <param name="objects">Webhook registrations among others.</param>
    public static ImmutableArray<(string Namespace, string Name)> Services(IEnumerable<JsonElement> objects) => [.. objects.SelectMany(ServicesOf).Distinct()];

    /// <returns>Null where one list failed: then it is not known who has endpoints.</returns>
    public async Task<List<JsonElement>?> GatherAsync(ImmutableArray<(string Namespace, string Name)> services, CancellationToken cancellationToken)
    {
        var slices = new List<JsonElement>();
        foreach (var (ns, name) in services)
        {
            turned?.Invoke();
            var list = new CollectedList<JsonElement>();
            var request = new ListRequest(new ResourcePath(Group, "v1", Resource, ns)) { LabelSelector = $"kubernetes.io/service-name={name}" };
            var answer = await cluster.ListAsync(request, new WholeObjectReader($"{Group}/v1", Kind), list, cancellationToken);
            if (answer is not ApiAnswer<ListResult>.Ok)
            {
                Note(answer, ns);
                return null;
            }

            slices.AddRange(list.Items);
        }

        return slices;
    }

    private void Note(ApiAnswer<ListResult> failure, string ns)
    {
        switch (failure)
        {
            case ApiAnswer<ListResult>.Refused { Status.IsForbidden: true }:
                Missing = [new MissingPermission("list", Resource, ns, Group)];
                break;
            // A server that has no such kind has nothing to say of it.
            case ApiAnswer<ListResult>.Refused { Status: { IsNotServed: true, Untyped: false } }:
                break;
            default:
                Errors = [new ScanError(ScanStep.List(Resource, ns), failure.Describe())];
                break;
        }
    }

    private static IEnumerable<(string Namespace, string Name)> ServicesOf(JsonElement item)
    {
        if (!item.TryGetProperty("webhooks", out var webhooks) || webhooks.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var webhook in webhooks.EnumerateArray().Where(w => w.ValueKind == JsonValueKind.Object))
        {
            if (webhook.TryGetProperty("clientConfig", out var config) && config.ValueKind == JsonValueKind.Object
                && config.TryGetProperty("service", out var service) && service.ValueKind == JsonValueKind.Object
                && Text(service, "namespace") is { } ns && Text(service, "name") is { } name)
            {
                yield return (ns, name);
            }
        }
    }

    // Names that the server itself would not have taken never come from it.
    private static string? Text(JsonElement json, string field) =>
        json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && Core.DnsName.IsSubdomain(value.GetString()!) ? value.GetString() : null;
}
