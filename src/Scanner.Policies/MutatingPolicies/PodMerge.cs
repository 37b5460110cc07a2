using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Scanner.Policies.MutatingPolicies;

/// <summary>
/// Merges an apply configuration into a pod as server-side apply does: lists with keys element by element
/// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy). A configuration may hold no other lists: the server
/// refuses those that would be replaced as a whole.
/// </summary>
internal static class PodMerge
{
    private static readonly string[] s_name = ["name"];

    private static readonly FrozenDictionary<string, string[]> s_keys = new Dictionary<string, string[]>
    {
        ["containers"] = s_name,
        ["initContainers"] = s_name,
        ["ephemeralContainers"] = s_name,
        ["volumes"] = s_name,
        ["env"] = s_name,
        ["imagePullSecrets"] = s_name,
        ["resourceClaims"] = s_name,
        ["claims"] = s_name,
        ["ports"] = ["containerPort", "protocol"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["ownerReferences"] = ["uid"],
        ["readinessGates"] = ["conditionType"],
    }.ToFrozenDictionary();

    /// <returns>Why it cannot be merged; null where it is.</returns>
    public static string? Apply(JsonObject target, JsonObject changes)
    {
        foreach (var (name, change) in changes)
        {
            var error = change switch
            {
                JsonArray list => List(target, name, list),
                JsonObject when name == "nodeSelector" => Atomic(name),
                JsonObject item => Apply(Child(target, name), item),
                _ => Set(target, name, change),
            };
            if (error is not null)
                return error;
        }

        return null;
    }

    private static string? List(JsonObject target, string name, JsonArray changes)
    {
        if (name == "finalizers")
            return Union(target, name, changes);
        if (!s_keys.TryGetValue(name, out var keys))
            return Atomic(name);
        if (target[name] is not JsonArray list)
            target[name] = list = [];
        foreach (var change in changes)
        {
            if (change is not JsonObject item || !keys.Any(item.ContainsKey))
                return $"error applying patch: an element of {name} has no {keys[0]}";
            if (list.OfType<JsonObject>().FirstOrDefault(e => keys.All(k => HasSame(e, item, k))) is not { } found)
                list.Add((JsonNode)(found = []));
            if (Apply(found, item) is { } error)
                return error;
        }

        return null;
    }

    private static string? Union(JsonObject target, string name, JsonArray changes)
    {
        if (target[name] is not JsonArray list)
            target[name] = list = [];
        foreach (var change in changes)
        {
            if (!list.Any(e => JsonNode.DeepEquals(e, change)))
                list.Add(change?.DeepClone());
        }

        return null;
    }

    /// <summary>The protocol of a port is TCP where none is given.</summary>
    private static bool HasSame(JsonObject first, JsonObject second, string key)
    {
        JsonNode? Value(JsonObject item) => item[key] ?? (key == "protocol" ? JsonValue.Create("TCP") : null);
        return JsonNode.DeepEquals(Value(first), Value(second));
    }

    private static JsonObject Child(JsonObject target, string name)
    {
        if (target[name] is JsonObject child)
            return child;
        var made = new JsonObject();
        target[name] = made;
        return made;
    }

    private static string? Set(JsonObject target, string name, JsonNode? value)
    {
        target[name] = value?.DeepClone();
        return null;
    }

    private static string Atomic(string name) => $"invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {name}";
}
