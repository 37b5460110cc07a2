using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>The policies, exceptions, webhooks and configuration of a real Kyverno 1.19.0, and the requests that it was asked about.</summary>
internal static class RecordedCluster
{
    private const string Probe = "probe-7f3a";

    /// <summary>Pods that both probes of their namespace were denied for, so that no answer shows them.</summary>
    private static readonly Dictionary<string, string> s_pods = new()
    {
        ["ky-existing-strict"] = """{"containers":[{"name":"web","image":"registry.k8s.io/pause:3.9","securityContext":{"privileged":true}}]}""",
        ["ky-vpol-leftover"] = """
            {"containers":[{"name":"web","image":"registry.k8s.io/pause:3.9"}],
             "ephemeralContainers":[{"name":"left-behind","image":"registry.k8s.io/pause:3.9","securityContext":{"privileged":true}}]}
            """,
    };

    public static PolicyObjects Objects { get; } = new(
        [.. JsonDocument.Parse(File.ReadAllText(Fixture.PathOf("policies", "kyverno.json"))).RootElement.GetProperty("items").EnumerateArray()],
        (_, _) => true);

    public static IReadOnlyList<IPolicy> Policies { get; } = KyvernoEngine.Compile(Objects, 36);

    public static IEnumerable<string> Namespaces => Directory
        .GetFiles(Fixture.PathOf("recordings", "kyverno"), "ky-*.regular-privileged.json")
        .Select(f => Path.GetFileName(f)[..^".regular-privileged.json".Length])
        .Order(StringComparer.Ordinal);

    /// <param name="probe"><c>privileged</c>, <c>benign</c> or <c>regular-privileged</c>.</param>
    /// <returns>The request, and the message of the server where it was denied.</returns>
    public static (AdmissionRequest Request, string? Denied) Read(string space, string probe)
    {
        var file = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kyverno", $"{space}.{probe}.json")))!;
        var answer = file["response"]!["body"]!;
        var denied = file["response"]!["status"]!.GetValue<int>() >= 400 ? answer["message"]!.GetValue<string>() : null;
        var body = file["request"]!["body"]!;
        return (probe == "regular-privileged" ? Created(space, body, denied) : Added(space, body, answer, denied), denied);
    }

    private static AdmissionRequest Created(string space, JsonNode pod, string? denied)
    {
        var named = denied is not null && denied.Contains($"Pod/{space}/", StringComparison.Ordinal) ? denied.Split($"Pod/{space}/")[1].Split(' ')[0] : "probe-x";
        (pod["metadata"]!["name"], pod["metadata"]!["namespace"]) = (named, space);
        return Make(space, named, "CREATE", "", pod, null);
    }

    private static AdmissionRequest Added(string space, JsonNode body, JsonNode answer, string? denied)
    {
        var before = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = space },
            ["spec"] = denied is null ? Without(answer["spec"]!) : JsonNode.Parse(s_pods.GetValueOrDefault(space, """{"containers":[{"name":"web","image":"registry.k8s.io/pause:3.9"}]}""")),
        };
        var after = before.DeepClone();
        var list = after["spec"]!["ephemeralContainers"] as JsonArray ?? [];
        if (list.Parent is null)
            after["spec"]!["ephemeralContainers"] = list;
        list.Insert(0, body["spec"]!["ephemeralContainers"]![0]!.DeepClone());
        return Make(space, "web", "UPDATE", "ephemeralcontainers", after, before);
    }

    private static JsonNode Without(JsonNode spec)
    {
        var copy = spec.DeepClone();
        if (copy["ephemeralContainers"] is not JsonArray list)
            return copy;
        foreach (var container in list.Where(c => c!["name"]!.GetValue<string>() == Probe).ToList())
            list.Remove(container);
        if (list.Count == 0)
            copy.AsObject().Remove("ephemeralContainers");
        return copy;
    }

    private static AdmissionRequest Make(string space, string name, string operation, string subResource, JsonNode now, JsonNode? before) => new()
    {
        Kind = new GroupVersionKind("", "v1", "Pod"),
        Resource = new GroupVersionResource("", "v1", "pods"),
        SubResource = subResource,
        Name = name,
        Namespace = space,
        NamespaceLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = space },
        Operation = operation,
        User = new RequestUser("admin", ["system:masters", "system:authenticated"]),
        Object = Element(now),
        OldObject = before is null ? null : Element(before),
        IsDryRun = true,
    };

    private static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
