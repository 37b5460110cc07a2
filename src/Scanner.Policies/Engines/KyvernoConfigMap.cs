using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Engines;

/// <summary>
/// The ConfigMap by which Kyverno leaves requests and users out. The variable <c>INIT_CONFIG</c> of its Deployment names it, and it is in the
/// namespace of Kyverno. Source: Kyverno, pkg/config.
/// </summary>
public static class KyvernoConfigMap
{
    /// <summary>Where the variable is not set.</summary>
    public const string DefaultName = "kyverno";

    internal const string Variable = "INIT_CONFIG";

    /// <summary>What of it decides about requests.</summary>
    private static readonly string[] s_keys = ["resourceFilters", "webhooks", "excludeGroups", "excludeUsernames", "excludeRoles", "excludeClusterRoles"];

    /// <summary>Where the ConfigMap is by a Deployment of Kyverno; null where none is among the objects, or none says it as a text.</summary>
    public static (string Namespace, string Name)? Named(IEnumerable<JsonElement> objects)
    {
        foreach (var deployment in objects.Where(o => MatchReader.Text(o, "kind") == EngineDeployments.Kind))
        {
            if (EngineVersions.Containers(EngineVersions.Template(deployment)).FirstOrDefault(IsOfKyverno) is not { ValueKind: JsonValueKind.Object } container)
                continue;
            if (NameBy(container) is { } name)
                return (MatchReader.Text(MatchReader.Child(deployment, "metadata"), "namespace"), name);
        }

        return null;
    }

    /// <summary>Where to look for it in a cluster: where a Deployment says, else by its usual name beside the Services of Kyverno's webhooks.</summary>
    /// <param name="objects">Webhook registrations, and the Deployments that could be read.</param>
    public static IEnumerable<(string Namespace, string Name)> Places(IReadOnlyCollection<JsonElement> objects)
    {
        var places = Named(objects) is { } named ? [named] : EngineDeployments.Namespaces(objects, EngineNames.Kyverno).Select(n => (n, DefaultName));
        return places.Where(p => DnsName.IsLabel(p.Item1) && DnsName.IsSubdomain(p.Item2));
    }

    /// <summary>The ConfigMap; null where it is not among the objects. Files may leave namespaces out.</summary>
    internal static JsonElement? Find(PolicyObjects objects)
    {
        var named = Named(objects.All(EngineDeployments.Group, EngineDeployments.Kind));
        return objects.All("", "ConfigMap").Where(m => named is { } place ? Is(m, place) : IsByDefault(m)).Select(m => (JsonElement?)m).FirstOrDefault();
    }

    /// <summary>In the place of one that is not there.</summary>
    /// <param name="space">Its namespace.</param>
    public static JsonElement Empty(string space, string name) => JsonValues.ToElement(new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["namespace"] = space, ["name"] = name },
    });

    private static bool Is(JsonElement map, (string Namespace, string Name) place) => MatchReader.Child(map, "metadata") is { } metadata
        && MatchReader.Text(metadata, "name") == place.Name && IsSame(MatchReader.Text(metadata, "namespace"), place.Namespace);

    /// <summary>By its name alone, if it holds a setting: others may be called so too.</summary>
    private static bool IsByDefault(JsonElement map) => MatchReader.Text(MatchReader.Child(map, "metadata"), "name") == DefaultName
        && Array.Exists(s_keys, k => MatchReader.Child(MatchReader.Child(map, "data"), k) is not null);

    private static bool IsSame(string one, string other) => one == other || one.Length == 0 || other.Length == 0;

    private static bool IsOfKyverno(JsonElement container) => EngineVersions.IsOf(MatchReader.Text(container, "image"), EngineNames.Kyverno);

    /// <summary>Null where the value comes from elsewhere.</summary>
    private static string? NameBy(JsonElement container)
    {
        var variable = MatchReader.Items(container, "env").FirstOrDefault(e => MatchReader.Text(e, "name") == Variable);
        if (variable.ValueKind != JsonValueKind.Object)
            return DefaultName;
        return MatchReader.Text(variable, "value") is { Length: > 0 } value ? value : MatchReader.Child(variable, "valueFrom") is null ? DefaultName : null;
    }
}
