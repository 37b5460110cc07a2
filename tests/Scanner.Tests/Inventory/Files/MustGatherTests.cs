using System.Text.Json;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Inventory.Files;

/// <summary>
/// A folder as <c>oc adm must-gather</c> leaves it (https://docs.openshift.com/container-platform/latest/support/gathering-cluster-data.html):
/// lists whose items say no kind, the same pod alone and in a list, RBAC of OpenShift's own kinds, and JSON that is no object.
/// </summary>
public sealed class MustGatherTests : IDisposable
{
    private const string Pod = """
        metadata: {name: web-0, namespace: shop, uid: 11111111-1111-1111-1111-111111111111}
        spec:
          containers: [{name: web, image: web}]
          ephemeralContainers: [{name: debugger, image: busybox, securityContext: {privileged: true}}]
        status: {ephemeralContainerStatuses: [{name: debugger, state: {running: {startedAt: "2024-05-01T00:00:00Z"}}}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("must-gather-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Scan_Tree_ReadsEachObjectOnceAndNamesTheRest()
    {
        Write("namespaces/shop/shop.yaml", "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
        Write("namespaces/shop/core/pods.yaml", $"---\napiVersion: v1\nitems:\n- {Pod.Replace("\n", "\n  ", StringComparison.Ordinal)}\nkind: PodList\nmetadata: {{resourceVersion: \"9\"}}\n");
        Write("namespaces/shop/core/services.yaml", "---\napiVersion: v1\nitems: null\nkind: ServiceList\nmetadata: {}\n");
        Write("namespaces/shop/pods/web-0/web-0.yaml", $"---\napiVersion: v1\nkind: Pod\n{Pod}\n");
        Write("namespaces/shop/rbac.authorization.k8s.io/rolebindings.yaml", """
            apiVersion: rbac.authorization.k8s.io/v1
            items:
            - metadata: {name: dbg, namespace: shop}
              roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: dbg}
              subjects: [{kind: ServiceAccount, name: web}]
            kind: RoleBindingList
            """);
        Write("cluster-scoped-resources/dbg.yaml", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: dbg}
            rules: [{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}]
            ---
            apiVersion: authorization.openshift.io/v1
            kind: ClusterRole
            metadata: {name: os-dbg}
            rules: [{apiGroups: [""], resources: ["*"], verbs: ["*"], attributeRestrictions: null}]
            """);
        Write("etcd_info/endpoint_status.json", """[{"Endpoint":"https://10.0.0.1:2379"}]""");
        Write("monitoring/status.json", """{"cluster":{"status":"ready"}}""");
        Write("version", "not a manifest: [");

        var run = await CliRun.Async("scan", "--from", _folder, "-o", "json");
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(1, run.Code);
        Assert.Equal(["shop"], Names(root, "namespaces"));
        Assert.Equal(["debugger"], Names(root, "ephemeralContainers"));
        Assert.Contains("web", root.GetProperty("rbac").GetProperty("subjects").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal("""[{"apiVersion":"authorization.openshift.io/v1","kind":"ClusterRole","count":1}]""", JsonSerializer.Serialize(root.GetProperty("scan").GetProperty("notRead")));
        var errors = root.GetProperty("scan").GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("step").GetString()).ToList();
        Assert.Equal(2, errors.Count);
        Assert.EndsWith("etcd_info/endpoint_status.json:1", errors[0], StringComparison.Ordinal);
        Assert.EndsWith("monitoring/status.json:1", errors[1], StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Names(JsonElement root, string list) => root.GetProperty(list).EnumerateArray().Select(e => e.GetProperty("name").GetString());

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
