using System.Text.Json;
using Scanner.IntegrationTests.Clusters;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>
/// Takes what <c>scanner rbac</c> says to do about a finding of each rule, does it in a shell, and asks again: the finding is gone, and nothing
/// worse has come. On a cluster of its own, for the remedies take away what other tests rely on.
/// </summary>
public sealed class RbacRemedyProofTests
{
    [SkippableFact]
    public async Task Rbac_RemedyOfEachRule_EndsItsFinding()
    {
        await using var server = await SampleServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);
        server.AddUser(TestUsers.Admin.Token, TestUsers.Admin.Name, TestUsers.Admin.Groups);
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, true, server);
        using var shell = RemedyShell.Find(cluster);
        foreach (var rule in new[] { "ES301", "ES302", "ES303", "ES304", "ES306" })
        {
            var before = await FindingsAsync(cluster);
            var finding = before.First(f => Text(f, "rule") == rule && f.GetProperty("commands").GetArrayLength() > 0);
            var (code, output) = await shell.RunAsync(Text(finding, "remediation").Split('\n')[^1], "open");
            Assert.True(code == 0, $"{rule}: {output}");
            var after = await FindingsAsync(cluster);
            Assert.DoesNotContain(Text(finding, "id"), after.Select(f => Text(f, "id")));
            var come = after.Where(f => !before.Exists(b => Text(b, "id") == Text(f, "id"))).Select(f => Text(f, "rule"));
            Assert.Empty(come.Except(rule == "ES301" ? ["ES304", "ES302"] : []));
        }
    }

    private static async Task<List<JsonElement>> FindingsAsync(TestCluster cluster)
    {
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "rbac", "-o", "json");
        return [.. run.Json.GetProperty("findings").EnumerateArray()];
    }

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;
}
