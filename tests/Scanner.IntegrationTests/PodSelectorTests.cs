using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Worker;
using Scanner.Simulator;

namespace Scanner.IntegrationTests;

/// <summary>A policy that is for pods with a label is judged by the pods that are there, for which their list is enough.</summary>
public sealed class PodSelectorTests
{
    [Theory]
    [InlineData("scan", true)]
    [InlineData("probe", true)]
    [InlineData("explain", true)]
    [InlineData("scan", false)]
    public async Task Policy_ForPodsWithALabel_BindsWhereAPodHasIt(string command, bool mayRead)
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions());
        WorkerAccount.Create(server);
        WorkerAccount.Grant(server, mayRead ? WorkerAccount.Everything : WorkerAccount.Everything.Replace("resources: [pods], verbs: [get, ", "resources: [pods], verbs: [", StringComparison.Ordinal));
        foreach (var (ns, app) in new[] { ("with", "web"), ("without", "db") })
        {
            server.Store.ApplyYaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns} }} }}");
            server.Store.ApplyYaml($"{{apiVersion: v1, kind: Pod, metadata: {{name: a, namespace: {ns}, labels: {{app: {app} }} }}, spec: {{containers: [{{name: a, image: a}}]}} }}");
        }

        foreach (var item in WorkerPolicyTests.ForPodsOf("web", "any").Split("---\n"))
            server.Store.ApplyYaml(item.Replace("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: any } }", "namespaceSelector: {}", StringComparison.Ordinal));
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, true, server);
        var enforced = new List<string>();
        foreach (var ns in new[] { "with", "without" })
        {
            var run = await ScannerRun.AsAsync(cluster, new TestUser(WorkerAccount.User, WorkerAccount.User + "-token"), command, "-n", ns, "-o", "json");
            Assert.True(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean(), run.Output);
            var policy = run.Json.GetProperty("policies").EnumerateArray().FirstOrDefault(p => p.GetProperty("name").GetString() == "no-privileged-warn");
            if (policy.ValueKind != System.Text.Json.JsonValueKind.Undefined)
                enforced.AddRange(policy.GetProperty("enforcedNamespaces").EnumerateArray().Select(n => n.GetString()!));
        }

        Assert.Equal(["with"], enforced);
    }
}
