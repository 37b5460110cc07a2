using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests;

/// <summary><c>scanner review</c> with the policies, the namespaces and the pods of a cluster.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ReviewOnServerTests(ClusterPool clusters)
{
    private const string Stricter = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: vap-gap-too}
        spec:
          policyName: no-privileged
          validationActions: [Deny]
          matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: vap-gap}}}
        """;

    /// <summary>As the probe of the same pod has it, and with a binding that is about to be applied.</summary>
    [SkippableTheory]
    [InlineData("1.36")]
    [InlineData(ClusterPool.Real)]
    public async Task Review_PodOfTheCluster_SaysWhatTheServerWould(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        Assert.Equal(["vap-deny 1", "vap-gap 0", "vap-audit 0", "hook-deny 3"], await CodesAsync(cluster, "vap-deny", "vap-gap", "vap-audit", "hook-deny"));
        cluster.Simulator?.ClearRequests();
        var planned = await PlannedAsync(cluster);
        Assert.Equal(1, planned.ExitCode);
        Assert.Contains("Denied: ValidatingAdmissionPolicy no-privileged (vap-gap-too)", planned.Output, StringComparison.Ordinal);
        if (cluster.Simulator is { } simulator)
            Assert.All(simulator.Requests, r => Assert.Equal("GET", r.Method));
    }

    private static async Task<ScannerRun> PlannedAsync(TestCluster cluster)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Stricter);
            return await ScannerRun.AsAsync(cluster, TestUsers.Admin, "review", "--from", file, "--pod", "vap-gap/web");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<List<string>> CodesAsync(TestCluster cluster, params string[] namespaces)
    {
        var codes = new List<string>();
        foreach (var ns in namespaces)
        {
            var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "review", "--pod", ns + "/web");
            Assert.Equal("", run.Error);
            codes.Add($"{ns} {run.ExitCode}");
        }

        return codes;
    }
}
