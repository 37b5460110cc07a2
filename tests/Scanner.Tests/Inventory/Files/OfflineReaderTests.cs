using System.Text;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Inventory.Files;

namespace Scanner.Tests.Inventory.Files;

/// <summary>What kubectl and helm write, and what people keep in files.</summary>
public sealed class OfflineReaderTests
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME, namespace: a}\n";

    [Fact]
    public void Read_KubectlYamlList_ItemsBeforeTheKind()
    {
        var input = ReadFiles.Read("""
            apiVersion: v1
            items:
            - apiVersion: v1
              kind: Pod
              metadata:
                creationTimestamp: "2026-11-20T10:00:00Z"
                name: web-7c5ddbdf54-abcde
                namespace: payments
                labels:
                  pod-template-hash: 7c5ddbdf54
                ownerReferences:
                - {apiVersion: apps/v1, blockOwnerDeletion: true, controller: true, kind: ReplicaSet, name: web-7c5ddbdf54, uid: x}
              spec:
                containers:
                - name: app
                  image: nginx
              status:
                phase: Running
            - apiVersion: v1
              kind: Namespace
              metadata:
                labels:
                  kubernetes.io/metadata.name: payments
                  pod-security.kubernetes.io/enforce: baseline
                name: payments
            kind: List
            metadata:
              resourceVersion: ""
            """);
        Assert.Equal(["Namespace payments Baseline", "Pod payments/web-7c5ddbdf54-abcde Deployment/web"], ReadFiles.Print(input));
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"PodList","metadata":{},"items":[{"metadata":{"name":"x","namespace":"a"}},{"metadata":{"name":"z"}}]}""")]
    [InlineData("""{"apiVersion":"v1","items":[{"metadata":{"name":"x","namespace":"a"}},{"metadata":{"name":"z"}}],"kind":"PodList"}""")]
    [InlineData("apiVersion: v1\nitems:\n- metadata: {name: x, namespace: a}\n- metadata: {name: z}\nkind: PodList\n")]
    [InlineData("kind: PodList\napiVersion: v1\nitems: [{metadata: {name: x, namespace: a}}, {metadata: {name: z}}]\n")]
    [InlineData("""{"kind":"List","apiVersion":"v1","items":[{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"x","namespace":"a"}},{"metadata":{"name":"z"}}]}]}""")]
    public void Read_TypedList_ItemsHaveTheKindOfTheList(string text) => Assert.Equal(["Pod a/x Pod/x", "Pod default/z Pod/z"], ReadFiles.Print(ReadFiles.Read(text)));

    [Theory]
    [InlineData("apiVersion: kyverno.io/v1\nkind: ClusterPolicyList\nitems: null\nmetadata: {resourceVersion: '5'}\n")]
    [InlineData("apiVersion: kyverno.io/v1\nkind: ClusterPolicyList\nmetadata: {resourceVersion: '5'}\n")]
    [InlineData("""{"apiVersion":"v1","kind":"PodList","items":null}""")]
    [InlineData("""{"apiVersion":"v1","kind":"PodList"}""")]
    [InlineData("apiVersion: v1\nkind: List\nitems: null\n")]
    [InlineData("apiVersion: v1\nkind: List\n")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: policies.kyverno.io/v1, kind: ValidatingPolicyList, metadata: {resourceVersion: '5'}}\n")]
    public void Read_ListWithoutItems_IsAnEmptyOne(string text) =>
        Assert.Equal(["Namespace a -"], ReadFiles.Print(ReadFiles.Read(text + "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")));

    [Fact]
    public void Read_ObjectWhoseKindEndsInList_IsCounted() =>
        Assert.Equal(["example.com/v1 AllowList: 1"], ReadFiles.Print(ReadFiles.Read("apiVersion: example.com/v1\nkind: AllowList\nmetadata: {name: x}\n")));

    /// <summary>Files that are joined keep the marks that each of them began with.</summary>
    [Theory]
    [InlineData("NS1\n---\n\uFEFFNS2\n")]
    [InlineData("NS1\n\uFEFF---\nNS2\n")]
    [InlineData("\uFEFF\uFEFFNS1\n---\n# a comment\n\uFEFF# another\nNS2\n")]
    [InlineData("\uFEFF---\nNS1\n---\nNS2\n")]
    [InlineData("JS1\n\uFEFFJS2\n")]
    [InlineData("JS1\n---\n\uFEFFNS2\n")]
    [InlineData("NS1\n---\n\uFEFFJS2\n")]
    public void Read_ByteOrderMarksInside_AreNoText(string text)
    {
        for (var i = 1; i <= 2; i++)
        {
            text = text.Replace($"NS{i}", $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: n{i}}}", StringComparison.Ordinal)
                .Replace($"JS{i}", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n{{{i}}}"}}""", StringComparison.Ordinal);
        }

        Assert.Equal(["Namespace n1 -", "Namespace n2 -"], ReadFiles.Print(ReadFiles.Read(text)));
    }

    [Fact]
    public void Read_HelmTemplate_CommentsHooksAndEmptyDocuments()
    {
        var input = ReadFiles.Read("""
            ---
            # Source: app/templates/serviceaccount.yaml
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: app
            ---
            # Source: app/templates/empty.yaml
            ---
            # Source: app/templates/rbac.yaml
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: app
              namespace: tools # cluster-scoped all the same
              labels: {rbac.authorization.k8s.io/aggregate-to-edit: "true"}
            rules:
            - apiGroups: [""]
              resources: ["pods/ephemeralcontainers"]
              verbs: ["patch"]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: app
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: app}
            subjects:
            - kind: ServiceAccount
              name: app
            ---
            # Source: app/templates/deployment.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app}
            spec: {template: {spec: {containers: []}}}
            ---
            # Source: app/templates/tests/test.yaml
            apiVersion: v1
            kind: Pod
            metadata:
              name: "app-test"
              annotations:
                "helm.sh/hook": test
            spec:
              containers: [{name: wget, image: busybox, command: ['wget']}]
            ---
            """);
        Assert.Equal(
            [
                "Pod default/app-test Pod/app-test",
                "ServiceAccount default/app",
                "ClusterRole app",
                "RoleBinding default/app of service account default/app",
                "apps/v1 Deployment: 1",
            ],
            ReadFiles.Print(input));
        Assert.Equal(["app", "admin", "edit"], input.Roles.Where(r => Gives(r, "patch")).Select(r => r.Name.Name).OrderBy(n => n == "app" ? 0 : 1).ThenBy(n => n));
        Assert.Equal(["default"], input.NamespaceNames);
    }

    [Fact]
    public void Read_BindingToEdit_FindsTheBuiltInRole()
    {
        var input = ReadFiles.Read("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: x}\nroleRef: {kind: ClusterRole, name: edit}\nsubjects: [{kind: Group, name: devs}]\n");
        var role = Assert.Single(input.Roles, r => r.Name == Assert.Single(input.Bindings).RoleName);
        Assert.True(Gives(role, "impersonate"));
        Assert.False(Gives(role, "patch"));
    }

    [Theory]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"}}{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"z\"}}")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"}}\r\n---\r\n{ \"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"z\"}}\r\n")]
    [InlineData("# one\n{\"metadata\":{\"name\":\"x\"},\"kind\":\"Pod\",\"apiVersion\":\"v1\"}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: z}\n")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: x}}\n--- # two\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"z\"}}")]
    [InlineData("--- {apiVersion: v1, kind: Pod, metadata: {name: x}}\n---\napiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: z\r\n...\n")]
    [InlineData("&a\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: x}}\n- {apiVersion: v1, kind: Pod, metadata: {name: z}}\n")]
    public void Read_SeveralDocuments_AllOfThem(string text) => Assert.Equal(["Pod default/x Pod/x", "Pod default/z Pod/z"], ReadFiles.Print(ReadFiles.Read(text)));

    [Fact]
    public void Read_OtherEncodings_AsWindowsWritesThem()
    {
        string[] texts = ["{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"}}", "apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: x}\r\n"];
        Encoding[] encodings = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];
        foreach (var (text, encoding) in from t in texts from e in encodings select (t, e))
            Assert.Equal(["Pod default/x Pod/x"], ReadFiles.Print(ReadFiles.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(text)])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \t\n")]
    [InlineData("---\n---\n# nothing\n---\nnull\n")]
    [InlineData("apiVersion: v1\nitems: []\nkind: List\n")]
    [InlineData("""{"apiVersion":"v1","items":[],"kind":"List"}""")]
    [InlineData("""{"kind":"List","apiVersion":"v1","items":[{"kind":"List","apiVersion":"v1","items":[]}]}""")]
    public void Read_Nothing_IsNoProblem(string text) => Assert.Empty(ReadFiles.Print(ReadFiles.Read(text)));

    [Fact]
    public void Read_SameObjectTwice_TheLaterStands()
    {
        var input = ReadFiles.Read("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {pod-security.kubernetes.io/enforce: restricted}}\n");
        Assert.Equal(["Namespace a Restricted"], ReadFiles.Print(input));
    }

    [Fact]
    public void Read_UnknownKinds_AreCountedByKind()
    {
        var input = ReadFiles.Read("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x, namespace: b}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: z}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: x}\n");
        Assert.Equal(["apps/v1 Deployment: 2", "v1 Service: 1"], ReadFiles.Print(input));
        Assert.Equal(["b"], input.NamespaceNames);
    }

    [Fact]
    public void Read_DeepSchemaOfAnUnknownKind_IsCounted()
    {
        var schema = string.Concat(Enumerable.Repeat("{\"properties\":", 150)) + "1" + new string('}', 150);
        var json = """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"x"},"spec":""" + schema + "}";
        Assert.Equal(["apiextensions.k8s.io/v1 CustomResourceDefinition: 1"], ReadFiles.Print(ReadFiles.Read(json)));
        Assert.Equal(["apiextensions.k8s.io/v1 CustomResourceDefinition: 1"], ReadFiles.Print(ReadFiles.Read("# yaml\n---\n" + json.Replace("\"apiVersion\":", "apiVersion: ", StringComparison.Ordinal))));
    }

    [Fact]
    public void Read_SlowStream_ByteByByteIsTheSame()
    {
        var text = """{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","annotations":{"long":"LONG"}}}, {"kind":"Pod","apiVersion":"v1","metadata":{"name":"z"}}],"kind":"List"}"""
            .Replace("LONG", new string('x', 300_000), StringComparison.Ordinal);
        Assert.Equal(["Pod default/x Pod/x", "Pod default/z Pod/z"], ReadFiles.Print(ReadFiles.Read(new OneByteStream(Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public void Read_LargeFile_HoldsOneItemAtATime()
    {
        var item = Encoding.UTF8.GetBytes("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","annotations":{"long":"LONG"}}},"""
            .Replace("LONG", new string('x', 10_000), StringComparison.Ordinal));
        var window = new ByteWindow(new RepeatingStream("""{"apiVersion":"v1","items":["""u8.ToArray(), item, 5_000));
        var objects = new ObjectCollector();
        new JsonDocuments(window, "f", objects, CancellationToken.None).ReadOne();
        Assert.Single(objects.Build(["f"]).Pods);
        Assert.True(window.Capacity < 1 << 20, $"{window.Capacity} bytes for items of {item.Length}");
    }

    [Theory]
    [InlineData(Pod)]
    [InlineData(Pod + "---\n")]
    public void Read_CancelledMeanwhile_Stops(string text)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => OfflineReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "f", new ObjectCollector(), source.Token));
    }

    private static bool Gives(RoleFacts role, string verb) => role.Rules.Any(r => RbacRelevance.Matters(r) && r.Verbs.Contains(verb) && !r.Resources.Contains("roles") && !r.Resources.Contains("pods"));
}
