using System.Text.Json;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>
/// Takes what <c>scanner rbac</c> says to do about a finding of each rule, does it in a shell, and asks again: the finding is gone, and nothing
/// worse has come.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class RbacRemedyProofTests(ClusterPool clusters)
{
    [SkippableTheory]
    [InlineData("1.36", "ES301", "ES302", "ES303", "ES304", "ES306")]
    // Nothing gathers the rules of others where no controllers run.
    [InlineData(ClusterPool.Real, "ES301", "ES302", "ES304", "ES306")]
    public async Task Rbac_RemedyOfEachRule_EndsItsFinding(string kind, params string[] rules)
    {
        var cluster = await clusters.GetAsync(kind);
        using var shell = RemedyShell.Find(cluster);
        await using var objects = await ChangedObjects.RememberRbacAsync(cluster);
        foreach (var rule in rules)
        {
            var before = await FindingsAsync(cluster);
            // The users of other tests go on with what they have.
            var finding = before.Find(f => Text(f, "rule") == rule && f.GetProperty("commands").GetArrayLength() > 0 && !f.GetRawText().Contains("test-", StringComparison.Ordinal));
            Assert.True(finding.ValueKind != JsonValueKind.Undefined, $"{rule} is not among {string.Join('\n', before.Select(f => $"{Text(f, "rule")} {Text(f, "message")}"))}");
            var (code, output) = await shell.RunAsync(Text(finding, "remediation").Split('\n')[^1], "open");
            Assert.True(code == 0, $"{rule}: {output}");
            var after = await FindingsAsync(cluster);
            Assert.DoesNotContain(Text(finding, "id"), after.Select(f => Text(f, "id")));
            var come = after.Where(f => !before.Any(b => Text(b, "id") == Text(f, "id"))).Select(f => Text(f, "rule"));
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
