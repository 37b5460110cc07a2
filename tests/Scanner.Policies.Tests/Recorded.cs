using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Tests;

/// <summary>The objects of the sample cluster as a real server of 1.36 lists them.</summary>
internal static class Recorded
{
    private const string Server = "kubernetes-1.36";
    private const string Registration = "admissionregistration.k8s.io/v1";

    public static PolicyObjects Cluster { get; } = new(
        [
            .. List(Registration, "ValidatingAdmissionPolicy", "list", "validatingadmissionpolicies.json"),
            .. List(Registration, "ValidatingAdmissionPolicyBinding", "list", "validatingadmissionpolicybindings.json"),
            .. List(Registration, "ValidatingWebhookConfiguration", "list", "validatingwebhookconfigurations.json"),
            .. List(Registration, "MutatingWebhookConfiguration", "list", "mutatingwebhookconfigurations.json"),
            .. List("v1", "Namespace", "list", "namespaces.json"),
        ],
        (_, _) => true);

    public static IReadOnlyList<JsonElement> Pods { get; } = List("v1", "Pod", "protobuf", "pods.json");

    /// <summary>The items of a list, each with what a list leaves out: apiVersion and kind.</summary>
    private static List<JsonElement> List(string apiVersion, string kind, params string[] path)
    {
        var file = JsonNode.Parse(File.ReadAllText(Fixture.PathOf(["recordings", Server, .. path])))!;
        return [.. Find(file)!.Select(i => Typed(i!.AsObject(), apiVersion, kind))];
    }

    private static JsonArray? Find(JsonNode? node) => node switch
    {
        JsonObject item when item["items"] is JsonArray items => items,
        JsonObject item => item.Select(f => Find(f.Value)).FirstOrDefault(f => f is not null),
        _ => null,
    };

    private static JsonElement Typed(JsonObject item, string apiVersion, string kind)
    {
        (item["apiVersion"], item["kind"]) = (apiVersion, kind);
        return Json.Of(item.ToJsonString());
    }
}
