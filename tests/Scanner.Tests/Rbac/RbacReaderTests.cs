using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;
using Scanner.Decoding.Rbac;
using Scanner.Inventory;

namespace Scanner.Tests.Rbac;

/// <summary>Both encodings of what a real server had give the same facts.</summary>
public sealed class RbacReaderTests
{
    [Fact]
    public async Task Read_ClusterRoles_SameFromProtobufAndJson()
    {
        var (protobuf, json) = await BothAsync("clusterroles", () => new RoleReader());
        Assert.Equal(json, protobuf);
        var edit = protobuf.Single(r => r.Name.Name == "edit");
        Assert.Equal(["rbac.authorization.k8s.io/aggregate-to-edit"], edit.AggregationSelectors.SelectMany(s => s.Requirements).Select(r => r.Key));
        Assert.Equal("true", edit.Labels["rbac.authorization.k8s.io/aggregate-to-admin"]);
        Assert.Contains(edit.Rules, r => r.Verbs.Contains("impersonate") && r.Resources.Contains("serviceaccounts"));
        // Of some 90 roles a few have a rule that matters, and of those rules few are kept.
        Assert.InRange(protobuf.Sum(r => r.Rules.Length), 5, 40);
    }

    [Fact]
    public async Task Read_NamespacedObjects_SameFromProtobufAndJson()
    {
        var roles = await BothAsync("roles", () => new RoleReader());
        Assert.Equal(roles.Json, roles.Protobuf);
        Assert.Contains(roles.Protobuf, r => r.Name == new ObjectName("open", "debug") && r.Rules.Length == 1);
        var bindings = await BothAsync("rolebindings", () => new BindingReader());
        Assert.Equal(bindings.Json, bindings.Protobuf);
        var accounts = await BothAsync("serviceaccounts", () => new ServiceAccountReader());
        Assert.Equal(accounts.Json, accounts.Protobuf);
        Assert.Contains(new ObjectName("open", "debugger"), accounts.Protobuf);
    }

    [Fact]
    public async Task Read_ClusterRoleBindings_SameFromProtobufAndJson()
    {
        var (protobuf, json) = await BothAsync("clusterrolebindings", () => new BindingReader());
        Assert.Equal(json, protobuf);
        var admin = protobuf.Single(b => b.Name.Name == "cluster-admin");
        Assert.Equal((new RoleReference(true, "cluster-admin"), Subject.Group("system:masters")), (admin.Role, admin.Subjects.Single()));
    }

    [Fact]
    public void Read_RecordedBindings_NameEverySubject()
    {
        var bindings = RbacObjects.Recorded().Bindings;
        var open = bindings.Single(b => b.Name == new ObjectName("open", "debug"));
        Assert.Equal([Subject.ServiceAccount("open", "debugger"), Subject.User("alice")], open.Subjects.AsEnumerable());
        Assert.Equal("RoleBinding open/debug", open.ToString());
    }

    [Fact]
    public void Read_AccountWithoutNamespace_IsInTheBindingsOwn()
    {
        var objects = RbacObjects.Parse("""
            kind: RoleBinding
            subjects: [{kind: ServiceAccount, name: robot}, {kind: Elf, name: x}, {kind: User, name: "system:serviceaccount:b:c"}]
            roleRef: {kind: Role, name: r}
            metadata: {name: b, namespace: a}
            ---
            kind: ClusterRoleBinding
            metadata: {name: c}
            subjects: [{kind: ServiceAccount, name: nowhere}]
            roleRef: {kind: ClusterRole, name: r}
            """);
        Assert.Equal([Subject.ServiceAccount("a", "robot"), Subject.ServiceAccount("b", "c")], objects.Bindings[0].Subjects.AsEnumerable());
        Assert.Empty(objects.Bindings[1].Subjects);
    }

    /// <summary>Labels are read for aggregation alone.</summary>
    [Fact]
    public void Read_RoleThatGivesNothing_KeepsNoLabels()
    {
        var objects = RbacObjects.Parse("""
            kind: ClusterRole
            metadata: {name: harmless, labels: {a: b}}
            rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
            ---
            kind: ClusterRole
            metadata: {name: aggregate, labels: {a: b}}
            aggregationRule: {clusterRoleSelectors: [{matchLabels: {x: y}, matchExpressions: [{key: z, operator: NotIn, values: ["1", "2"]}]}]}
            """);
        Assert.Empty(objects.Roles[0].Labels);
        Assert.Equal("b", objects.Roles[1].Labels["a"]);
        Assert.Equal(["x In y", "z NotIn 1,2"], objects.Roles[1].AggregationSelectors.Single().Requirements.Select(r => $"{r.Key} {r.Operator} {string.Join(',', r.Values)}"));
    }

    private static async Task<(List<T> Protobuf, List<T> Json)> BothAsync<T>(string resource, Func<IObjectReader<T>> reader)
    {
        var path = new ResourcePath(RbacGatherer.Group, "v1", resource);
        var lists = new List<List<T>>();
        foreach (var file in new[] { resource + ".pb", resource + ".json" })
        {
            using var client = RecordedServer.Serving(file);
            var list = new CollectedList<T>();
            Assert.IsType<ApiAnswer<ListResult>.Ok>(await client.ListAsync(new ListRequest(path), reader(), list, CancellationToken.None));
            lists.Add(list.Items);
        }

        Assert.NotEmpty(lists[0]);
        return (lists[0], lists[1]);
    }
}
