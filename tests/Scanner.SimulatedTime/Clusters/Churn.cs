using System.Text.Json.Nodes;
using Scanner.Simulator.Scenario;
using Scanner.Simulator.Storage;

namespace Scanner.SimulatedTime.Clusters;

/// <summary>What other users of the cluster do.</summary>
internal sealed class Churn(Scene scene)
{
    private const string Enforce = "pod-security.kubernetes.io/enforce";

    private static readonly string[] s_system = ["default", "kube-system", "kube-public", "kube-node-lease"];
    private static readonly string?[] s_levels = [null, "privileged", "baseline", "restricted"];

    private const int MostNew = 6;
    private const int MostPods = 40;

    private int _names;

    private ClusterStore Store => scene.Cluster.Server.Store;

    /// <summary>One change, told in the story.</summary>
    public void Change()
    {
        Action[] changes = [Relabel, Relabel, Relabel, AddPod, AddPod, RemovePod, AddNamespace, RemoveNamespace, ReplaceNamespace, SetGuard, SetGuard, SetPolicy, SetBinding, Bookmarks];
        scene.Pick(changes)();
    }

    /// <summary>A change that one probe of one namespace tells.</summary>
    public void Relabel()
    {
        var ns = scene.Pick(Namespaces());
        var obj = Store.Get("", "namespaces", null, ns)!.DeepClone().AsObject();
        if (obj["metadata"]!["labels"] is not JsonObject labels)
            obj["metadata"]!["labels"] = labels = [];
        var before = labels[Enforce]?.GetValue<string>();
        var level = scene.Pick(s_levels.Where(l => l != before).ToList());
        labels.Remove(Enforce);
        if (level is not null)
            labels[Enforce] = level;
        Store.Apply(obj);
        scene.Story.Tell($"label of {ns}: {before ?? "none"} -> {level ?? "none"}");
    }

    public void AddNamespace()
    {
        // The cluster stays of one size, so that what grows with it is not taken for a leak.
        if (Namespaces().Where(n => n.StartsWith("ns-", StringComparison.Ordinal)).ToList() is { Count: >= MostNew } many)
            Remove(many[0]);
        var name = $"ns-{++_names}";
        Store.ApplyYaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}}}}}");
        if (scene.Chance(0.7))
            scene.Pods.Add(name, "web");
        scene.Story.Tell($"new namespace {name}");
    }

    public void AddPod()
    {
        if (Store.List("", "pods").Count >= MostPods)
            RemovePod();
        var (ns, name) = (scene.Pick(Namespaces()), $"pod-{++_names}");
        scene.Pods.Add(ns, name);
        scene.Story.Tell($"new pod {ns}/{name}");
    }

    private void RemovePod()
    {
        var pods = Store.List("", "pods");
        if (pods.Count == 0)
            return;
        var metadata = scene.Pick(pods)["metadata"]!;
        var (ns, name) = (metadata["namespace"]!.GetValue<string>(), metadata["name"]!.GetValue<string>());
        Store.Delete("", "pods", ns, name);
        scene.Story.Tell($"gone pod {ns}/{name}");
    }

    private void RemoveNamespace()
    {
        if (Namespaces() is { Count: > 4 } namespaces)
            Remove(scene.Pick(namespaces));
    }

    /// <summary>The successor is guarded otherwise: what was known of the first says nothing of it.</summary>
    private void ReplaceNamespace()
    {
        var ns = scene.Pick(Namespaces());
        Remove(ns);
        var level = scene.Chance(0.5) ? "privileged" : "restricted";
        Store.ApplyYaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}, labels: {{{Enforce}: {level}}}}}}}");
        scene.Pods.Add(ns, "web");
        scene.Story.Tell($"again namespace {ns}: {level}");
    }

    private void Remove(string ns)
    {
        Store.Delete("", "namespaces", null, ns);
        scene.Story.Tell($"gone namespace {ns}");
    }

    /// <summary>A webhook configuration or a policy binding goes, or comes back.</summary>
    private void SetGuard()
    {
        var obj = scene.Pick(Guards);
        var (group, resource, name) = ("admissionregistration.k8s.io", Resource(obj), obj["metadata"]!["name"]!.GetValue<string>());
        var gone = Store.Delete(group, resource, null, name);
        if (!gone)
            Store.Apply(obj);
        scene.Story.Tell($"{(gone ? "gone" : "back")} {resource}/{name}");
    }

    private void SetPolicy()
    {
        Engine.SetPolicy(Store, $"policy-{scene.Random.Next(3)}", ++_names);
        scene.Story.Tell("policy of the engine");
    }

    private void SetBinding()
    {
        var ns = scene.Pick(Namespaces());
        Store.ApplyYaml($$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: debuggers, namespace: {{ns}}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{(scene.Chance(0.5) ? "edit" : "view")}}}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: user-{{scene.Random.Next(3)}}}]
            """);
        scene.Story.Tell($"binding in {ns}");
    }

    private void Bookmarks()
    {
        scene.Cluster.Server.SendBookmarks();
        scene.Story.Tell("bookmarks");
    }

    private List<string> Namespaces() =>
        [.. Store.List("", "namespaces").Select(n => n["metadata"]!["name"]!.GetValue<string>()).Where(n => !s_system.Contains(n))];

    private static List<JsonObject> Guards { get; } =
        [.. SampleCluster.Manifests(ScenarioOptions.For(Simulator.KubernetesVersion.V1_36)).Where(o => Resource(o).Length > 0)];

    private static string Resource(JsonObject obj) => obj["kind"]!.GetValue<string>() switch
    {
        "ValidatingWebhookConfiguration" => "validatingwebhookconfigurations",
        "MutatingWebhookConfiguration" => "mutatingwebhookconfigurations",
        "ValidatingAdmissionPolicyBinding" => "validatingadmissionpolicybindings",
        _ => "",
    };
}
