using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>
/// The mutators of Gatekeeper: <c>Assign</c>, <c>AssignMetadata</c> and <c>ModifySet</c>, so that it can be told whether they take
/// <c>privileged</c> from a container. <c>AssignImage</c> changes images only and is passed over.
/// Source: https://open-policy-agent.github.io/gatekeeper/website/docs/mutation.
/// </summary>
public sealed class GatekeeperMutations
{
    /// <summary>Gatekeeper goes over all mutators until nothing changes any more; ones that fight each other would do so for ever.</summary>
    private const int MostRounds = 10;

    private readonly Installation _installation;
    private readonly ImmutableArray<Mutator> _mutators;

    private GatekeeperMutations(Installation installation, ImmutableArray<Mutator> mutators) => (_installation, _mutators) = (installation, mutators);

    public bool IsEmpty => _mutators.IsEmpty;

    public static GatekeeperMutations Read(PolicyObjects objects) => new(
        Installation.Find(objects, isMutation: true),
        [.. objects.AllOf("mutations.gatekeeper.sh").Select(Mutator.Read).Where(m => m is not null).Select(m => m!)]);

    /// <summary>The object after all mutators. The same object where the request is not sent to them.</summary>
    public MutationOutcome Mutate(AdmissionRequest request)
    {
        if (request.Object is not { } item)
            return new MutationOutcome(default, [], []);
        if (_mutators.IsEmpty || _installation.WhyNot(request) is not null)
            return new MutationOutcome(item, [], []);
        var node = JsonNode.Parse(item.GetRawText())!;
        var by = new SortedSet<string>(StringComparer.Ordinal);
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < MostRounds; round++)
        {
            var isChanged = false;
            foreach (var mutator in _mutators.Where(m => m.WhyNot(request) is null))
            {
                if (mutator.Unknown is { } why)
                    unknown.Add(why);
                else if (mutator.Apply(node, request))
                    (isChanged, _) = (true, by.Add(mutator.Name));
            }

            if (!isChanged)
                break;
        }

        var kept = by.Count == 0 ? item : Kept(item, node, request);
        return JsonElement.DeepEquals(kept, item) ? new MutationOutcome(item, [], [.. unknown]) : new MutationOutcome(kept, [.. by], [.. unknown]);
    }

    /// <summary>Through <c>pods/ephemeralcontainers</c> only the ephemeral containers can be changed.</summary>
    private static JsonElement Kept(JsonElement before, JsonNode after, AdmissionRequest request)
    {
        var result = after;
        if (request.SubResource == "ephemeralcontainers")
        {
            result = JsonNode.Parse(before.GetRawText())!;
            if (result["spec"] is JsonObject spec)
                spec["ephemeralContainers"] = after["spec"]?["ephemeralContainers"]?.DeepClone();
        }

        using var document = JsonDocument.Parse(result.ToJsonString());
        return document.RootElement.Clone();
    }
}
