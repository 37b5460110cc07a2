using Scanner.Fixtures;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Reviews;

/// <summary>The fence that docs/fence.md offers for clusters without admission policies, run as Kyverno would run it.</summary>
public sealed class KyvernoFenceTests
{
    private const string Account = "system:serviceaccount:ephemeral-scanner:ephemeral-scanner";

    [Theory]
    [InlineData(Account, "UPDATE", "ephemeralcontainers", false, 1)]
    [InlineData(Account, "UPDATE", "ephemeralcontainers", true, 0)]
    [InlineData(Account, "CREATE", "", false, 1)]
    [InlineData(Account, "CREATE", "", true, 0)]
    [InlineData("jane", "UPDATE", "ephemeralcontainers", false, 0)]
    [InlineData("system:serviceaccount:other:ephemeral-scanner", "CREATE", "", false, 0)]
    public async Task Fence_RefusesTheAccountWhatIsNoDryRun(string user, string operation, string subresource, bool dryRun, int exitCode)
    {
        var text = await File.ReadAllTextAsync(Checkout.PathOf("docs", "fence.md"));
        var policy = text.Split("```yaml\n")[1].Split("```")[0];
        var pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"a","image":"a"}]}}""";
        var review = $$"""
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","kind":{"group":"","version":"v1","kind":"Pod"},
             "resource":{"group":"","version":"v1","resource":"pods"},"subResource":"{{subresource}}","name":"web","namespace":"shop","operation":"{{operation}}",
             "dryRun":{{(dryRun ? "true" : "false")}},"userInfo":{"username":"{{user}}","groups":["system:authenticated"]},
             "object":{{pod}},"oldObject":{{(operation == "CREATE" ? "null" : pod)}} } }
            """;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, review);
            var run = await CliRun.WithInputAsync(policy, "review", "--from", "-", "--request", file);
            Assert.True(run.Code == exitCode, run.Output + run.Error);
            Assert.Equal(exitCode == 1, run.Output.Contains("fence of ephemeral-scanner", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
