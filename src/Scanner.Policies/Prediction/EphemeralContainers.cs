using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Prediction;

/// <summary>The ephemeral containers of a pod.</summary>
internal static class EphemeralContainers
{
    private const string Field = "ephemeralContainers";

    /// <summary>A pod with the ephemeral containers of another (k8s:pkg/registry/core/pod/strategy.go).</summary>
    public static JsonElement Replaced(JsonElement pod, JsonElement by)
    {
        if (JsonObject.Create(pod.Clone()) is not { } copy || copy["spec"] is not JsonObject spec)
            return pod;
        spec.Remove(Field);
        if (MatchReader.Child(MatchReader.Child(by, "spec"), Field) is { ValueKind: JsonValueKind.Array } list)
            spec[Field] = JsonArray.Create(list.Clone());
        return JsonValues.ToElement(copy);
    }

    /// <summary>Whether the last ephemeral container of a pod is privileged.</summary>
    public static bool IsLastPrivileged(JsonElement? pod) =>
        MatchReader.Items(MatchReader.Child(pod, "spec"), Field).LastOrDefault() is { ValueKind: JsonValueKind.Object } container
        && MatchReader.Child(MatchReader.Child(container, "securityContext"), "privileged") is { ValueKind: JsonValueKind.True };
}
