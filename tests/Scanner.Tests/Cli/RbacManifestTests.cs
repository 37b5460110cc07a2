using Scanner.Cli;

namespace Scanner.Tests.Cli;

/// <summary>What <c>scanner rbac</c> prints for kubectl apply, without looking at any cluster.</summary>
public sealed class RbacManifestTests
{
    [Theory]
    [InlineData("ServiceAccount:scanner/scanner", "system:serviceaccount:scanner:scanner")]
    [InlineData("User:system:serviceaccount:a:b", "system:serviceaccount:a:b")]
    [InlineData("User:jane@example.com", "jane@example.com")]
    public async Task Fence_OfAnAccount_NamesIt(string account, string user)
    {
        var run = await CliRun.Async("rbac", "--fence", account);
        Assert.Equal((ExitCode.Success, ""), (run.Code, run.Error));
        Assert.Contains($"expression: request.userInfo.username == \"{user}\"\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("failurePolicy: Fail\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@USERNAME@", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "  namespace: security\n")]
    [InlineData("scan", "name: ephemeral-scanner-scan\n")]
    public async Task Needed_HasNoWildcardButForKindsThatAreMadeAsNeeded_AndNothingThatReadsSecretsOrRunsCommands(string user, string part)
    {
        var run = await CliRun.Async("rbac", "--needed", "--for", user, "-n", "security");
        Assert.Equal((ExitCode.Success, ""), (run.Code, run.Error));
        Assert.Contains(part, run.Output, StringComparison.Ordinal);
        var rules = string.Join('\n', run.Output.Split('\n').Where(l => !l.StartsWith('#')));
        foreach (var word in new[] { "secrets", "exec", "attach", "impersonate", "escalate", "bind\"" })
            Assert.DoesNotContain(word, rules, StringComparison.Ordinal);
        Assert.Equal(user == "run" ? 2 : 0, rules.Split("[\"*\"]").Length - 1);
        // Of reports of either API, and of nothing else.
        Assert.Equal(user == "run" ? 2 : 0, rules.Split("\"delete\"").Length - 1);
        Assert.Equal(user == "run" ? 2 : 0, rules.Split("reports\"]\n  verbs: [\"create\", \"delete\"").Length - 1);
        Assert.Equal(user == "run", rules.Contains("[\"constraints.gatekeeper.sh\"]\n  resources: [\"*\"]", StringComparison.Ordinal));
    }

    /// <summary>Where Kyverno runs is not known before, what its ConfigMap is called nearly always.</summary>
    [Theory]
    [InlineData("run")]
    [InlineData("scan")]
    public async Task Needed_ConfigMaps_AreOneByName(string user)
    {
        var run = await CliRun.Async("rbac", "--needed", "--for", user, "-n", "security");
        Assert.Contains("  resources: [\"configmaps\"]\n  resourceNames: [\"kyverno\"]\n  verbs: [\"get\"]\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.Output.Split("configmaps").Length - 1);
    }

    [Fact]
    public async Task Needed_InstalledInDefault_IsOneRoleThere()
    {
        var run = await CliRun.Async("rbac", "--needed", "-n", "default");
        Assert.Equal(1, run.Output.Split("  namespace: default\n").Length - 1);
    }

    [Theory]
    [InlineData("--fence: a group is no account", "--fence", "Group:admins")]
    [InlineData("--fence x: give User:NAME", "--fence", "x")]
    [InlineData("--fence a\"b: give a name without quotes", "--fence", "User:a\"b")]
    [InlineData("give a name without quotes", "--fence", "User:a\nb")]
    [InlineData("--for all: give run or scan", "--needed", "--for", "all")]
    [InlineData("--for: says whose rights --needed prints", "--for", "run")]
    [InlineData("--needed and --fence print two things", "--needed", "--fence", "sa:a/b")]
    [InlineData("--needed: -n is the namespace that the scanner is installed in, give one", "--needed", "-n", "a,b")]
    public async Task WrongUsage_IsToldInOneLine(string error, params string[] arguments)
    {
        var run = await CliRun.Async(["rbac", .. arguments]);
        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Output));
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }
}
