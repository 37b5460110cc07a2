using System.Text;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Decoding;
using Scanner.Decoding.Pods;
using Scanner.Decoding.Rbac;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;
using Scanner.Inventory.Files;
using Scanner.Sessions;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Offline;

/// <summary>Files give the facts that lists of the cluster give which holds them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class OfflineScenarioTests(ClusterPool clusters)
{
    private static readonly ResourcePath[] s_lists =
    [
        ResourcePath.Core("namespaces"), ResourcePath.Core("pods"), ResourcePath.Core("serviceaccounts"),
        Rbac("roles"), Rbac("clusterroles"), Rbac("rolebindings"), Rbac("clusterrolebindings"),
    ];

    [InProcessTheory(Why = InProcess.Facts)]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Read_ListsOfTheServer_GiveTheFactsOfALiveScan(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        var lists = new StringBuilder();
        foreach (var path in s_lists)
            lists.Append((await admin.GetAsync(path.ToString(), CancellationToken.None)).ToJsonString()).Append('\n');
        var input = Read(lists.ToString());

        using var session = await ConnectAsync(cluster);
        Assert.Empty(input.Problems);
        Assert.Empty(input.NotRead);
        Assert.Equal((await ListAsync(session.Client, s_lists[0], new NamespaceReader())).OrderBy(n => n.Name, StringComparer.Ordinal), input.Namespaces);
        Assert.Equal((await ListAsync(session.Client, s_lists[1], new PodReader())).Select(Print).Order(), input.Pods.Select(Print).Order());
        Assert.Equal((await ListAsync(session.Client, s_lists[2], new ServiceAccountReader())).ToHashSet(), input.ServiceAccounts.ToHashSet());
        Assert.Equal(
            (await ListAsync(session.Client, s_lists[5], new BindingReader())).Concat(await ListAsync(session.Client, s_lists[6], new BindingReader())).Select(Print).Order(),
            input.Bindings.Select(Print).Order());
        var roles = (await ListAsync(session.Client, s_lists[3], new RoleReader())).Concat(await ListAsync(session.Client, s_lists[4], new RoleReader()));
        // A server without its controllers has aggregated roles that nobody has resolved.
        Assert.Equal(RoleAggregation.Resolve([.. roles]).Select(Print).Order(), input.Roles.Select(Print).Order());
    }

    [InProcessFact(Why = InProcess.Facts)]
    public async Task Read_Manifests_GiveThePodsAndRbacThatTheServerHoldsOfThem()
    {
        var input = Read(Manifests());
        Assert.Empty(input.Problems);
        var cluster = await clusters.GetAsync("1.36");
        using var session = await ConnectAsync(cluster);
        // A manifest has no status; what the steps after it change is not in it either.
        var live = (await ListAsync(session.Client, s_lists[1], new PodReader())).ToDictionary(p => $"{p.Namespace}/{p.Name}");
        Assert.NotEmpty(input.Pods);
        Assert.Equal(live.Keys.Order(), input.Pods.Select(p => $"{p.Namespace}/{p.Name}").Order());
        foreach (var pod in input.Pods.Where(p => p.Namespace != "debugged"))
        {
            var there = live[$"{pod.Namespace}/{pod.Name}"];
            Assert.Equal((there.Workload, there.Level, there.Mirror, there.Windows, there.HoldsPrivilegedContainer), (pod.Workload, pod.Level, pod.Mirror, pod.Windows, pod.HoldsPrivilegedContainer));
        }

        var bindings = (await ListAsync(session.Client, s_lists[5], new BindingReader())).Concat(await ListAsync(session.Client, s_lists[6], new BindingReader())).Select(Print).ToHashSet();
        Assert.NotEmpty(input.Bindings);
        Assert.All(input.Bindings, b => Assert.Contains(Print(b), bindings));
        var roles = (await ListAsync(session.Client, s_lists[3], new RoleReader())).Concat(await ListAsync(session.Client, s_lists[4], new RoleReader())).ToDictionary(r => r.Name);
        Assert.All(input.Roles, r => Assert.Equal(roles[r.Name].Rules.ToHashSet(), r.Rules.ToHashSet()));
        Assert.True(input.Roles.Length > DefaultRoles.All.Length);
    }

    private static string Manifests()
    {
        var assembly = typeof(SampleCluster).Assembly;
        var names = assembly.GetManifestResourceNames().Where(n => n.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return string.Join("\n---\n", names.Select(n =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
            return reader.ReadToEnd();
        }));
    }

    private static OfflineInput Read(string text)
    {
        var objects = new ObjectCollector();
        OfflineReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "lists", objects, CancellationToken.None);
        return objects.Build(["lists"]);
    }

    private static async Task<ClusterSession> ConnectAsync(TestCluster cluster)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, cluster.Kubeconfig(TestUsers.Admin));
            var settings = new ConnectionSettings(new ConnectionOptions { Kubeconfig = file }, 1000);
            return await new KubeconfigConnector(TimeProvider.System).ConnectAsync(settings, CancellationToken.None);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<List<T>> ListAsync<T>(ApiServerClient client, ResourcePath path, IObjectReader<T> reader)
    {
        var sink = new Items<T>();
        Assert.IsType<ApiAnswer<ListResult>.Ok>(await client.ListAsync(new ListRequest(path), reader, sink, CancellationToken.None));
        return sink.All;
    }

    private static ResourcePath Rbac(string resource) => new("rbac.authorization.k8s.io", "v1", resource);

    private static string Print(PodFacts p) =>
        $"{p.Namespace}/{p.Name} {p.Workload} {p.Phase} {p.Terminating} {p.Mirror} {p.Windows} {p.HoldsPrivilegedContainer} {p.Level} {string.Join(';', p.EphemeralContainers)}";

    private static string Print(BindingFacts b) => $"{b} to {b.RoleName} of {string.Join(", ", b.Subjects)}";

    private static string Print(RoleFacts r) =>
        $"{r.Name} {string.Join(';', r.Rules.Select(Print).Order())} {string.Join(',', r.Labels)} {string.Join(';', r.AggregationSelectors.SelectMany(s => s.Requirements).Select(q => $"{q.Key} {q.Operator} {string.Join(',', q.Values)}"))}";

    private static string Print(PolicyRuleFacts r) =>
        $"{string.Join(',', r.Verbs)} {string.Join(',', r.ApiGroups)} {string.Join(',', r.Resources)} {string.Join(',', r.ResourceNames)}";

    private sealed class Items<T> : IListSink<T>
    {
        public List<T> All { get; } = [];

        public void Add(T item) => All.Add(item);

        public void Restart() => All.Clear();

        public void PageRead(long? remaining)
        {
        }
    }
}
