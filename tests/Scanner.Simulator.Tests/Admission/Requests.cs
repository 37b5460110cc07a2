using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Tests.Admission;

/// <summary>The requests that the tests send through admission.</summary>
internal static class Requests
{
    private static readonly UserInfo Admin = new("admin", ["system:masters"]);

    public static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    public static JsonObject Pod(string ns, string name = "web", string spec = """{"containers":[{"name":"app","image":"a"}]}""") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        ["spec"] = JsonNode.Parse(spec),
    };

    public static JsonObject WithEphemeral(JsonObject pod, string securityContext, string name = "probe")
    {
        var changed = (JsonObject)pod.DeepClone();
        var list = changed["spec"]!["ephemeralContainers"] as JsonArray ?? [];
        changed["spec"]!["ephemeralContainers"] = list.DeepClone();
        changed["spec"]!["ephemeralContainers"]!.AsArray().Add(new JsonObject { ["name"] = name, ["image"] = "i", ["securityContext"] = JsonNode.Parse(securityContext) });
        return changed;
    }

    /// <summary>The dry run of adding an ephemeral container.</summary>
    public static AdmissionRequest Probe(JsonObject old, JsonObject changed, bool dryRun = true) => new(
        "UPDATE", "", "v1", "pods", "ephemeralcontainers", "Pod", NamespaceOf(old), NameOf(old), changed, old, Admin, dryRun);

    public static AdmissionRequest PrivilegedProbe(string ns, bool dryRun = true)
    {
        var pod = Pod(ns);
        return Probe(pod, WithEphemeral(pod, """{"privileged":true}"""), dryRun);
    }

    public static AdmissionRequest CreatePod(JsonObject pod) => new(
        "CREATE", "", "v1", "pods", "", "Pod", NamespaceOf(pod), NameOf(pod), pod, null, Admin, DryRun: true);

    public static AdmissionRequest WriteNamespace(JsonObject ns, JsonObject? old) => new(
        old is null ? "CREATE" : "UPDATE", "", "v1", "namespaces", "", "Namespace", NameOf(ns), NameOf(ns), ns, old, Admin, DryRun: false);

    private static string NameOf(JsonObject obj) => obj.Object("metadata").Text("name")!;

    private static string NamespaceOf(JsonObject obj) => obj.Object("metadata").Text("namespace")!;
}
