using System.Text.Json;
using Scanner.Cli;

namespace Scanner.Tests.Cli;

/// <summary><c>scanner explain</c> without a cluster.</summary>
public sealed class ExplainTests
{
    private const string Cluster = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: payments}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: new-pods-only}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          validations:
          - expression: "(object.spec.containers + object.spec.?ephemeralContainers.orValue([])).all(c, c.?securityContext.?privileged != optional.of(true))"
            message: no privileged containers
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: everywhere}
        spec: {policyName: new-pods-only, validationActions: [Deny]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: debug, namespace: payments}
        rules: [{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: debuggers, namespace: payments}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: debug}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
        """;

    [Theory]
    [InlineData("ES403")]
    [InlineData("es403")]
    [InlineData("policyskipsupdate")]
    public async Task Explain_Rule_TellsAllOfIt(string word)
    {
        var run = await CliRun.Async("explain", word);
        Assert.Equal((ExitCode.Success, ""), (run.Code, run.Error));
        Assert.StartsWith("ES403: PolicySkipsUpdate\n  The policy reads ephemeral containers and passes over updates", run.Output, StringComparison.Ordinal);
        Assert.Equal(["Severity", "How to confirm", "How to mend", "When to accept", "More"], run.Output.Split('\n').Where(l => l.Length > 0 && l[0] is not ' ').Skip(1));
        Assert.All(run.Output.Split('\n'), l => Assert.InRange(l.Length, 0, 80));
    }

    [Fact]
    public async Task Explain_RuleAsJson_HasItsPoints()
    {
        using var json = JsonDocument.Parse((await CliRun.Async("explain", "ES101", "-o", "json")).Output);
        Assert.Equal(
            ["schemaVersion", "rule", "title", "severity", "says", "confirm", "mend", "accept", "docs"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("PrivilegedAdmitted", json.RootElement.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("Did you mean 'ES409'?", "explain", "ES499")]
    [InlineData("A namespace of this name is given by -n es499", "explain", "es499")]
    [InlineData("Did you mean 'PolicyGap'?", "explain", "PolicyGapp")]
    [InlineData("scanner probe payments/web-0 shows", "explain", "payments/web-0")]
    [InlineData("give a namespace or a rule", "explain")]
    [InlineData("about one namespace or one rule", "explain", "ES101", "-n", "payments")]
    [InlineData("about one namespace or one rule", "explain", "-n", "a,b")]
    [InlineData("--from has no place beside a rule", "explain", "ES101", "--from", "-")]
    [InlineData("as table, json or yaml", "explain", "ES101", "-o", "policyreport")]
    [InlineData("--probe-image has no place beside --from", "explain", "payments", "--from", "-", "--probe-image", "x")]
    public async Task Explain_SomethingElse_IsOneLineThatHelps(string told, params string[] arguments)
    {
        var run = await CliRun.Async(arguments);
        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Output));
        Assert.Contains(told, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>Every part of the story, at 80 columns but for what is there to be copied.</summary>
    [Fact]
    public async Task Explain_NamespaceOfFiles_TellsTheWholeStory()
    {
        var run = await CliRun.WithInputAsync(Cluster, "explain", "payments", "--from", "-");
        Assert.Equal("", run.Error);
        foreach (var part in new[]
        {
            "payments: Unknown/Offline\n",
            "predicted Unprotected",
            "\nPolicies\n  ValidatingAdmissionPolicy new-pods-only: NotMatched, it never sees",
            "\nWho can add an ephemeral container here\n  user jane, by RoleBinding payments/debuggers",
            "Mend ValidatingAdmissionPolicy new-pods-only:\n     kubectl patch validatingadmissionpolicies.admissionregistration.k8s.io --type=json -p '[{\"op\":\"add\"",
            "\nTo close the door by itself, whatever left it open\n",
        })
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }

        var prose = run.Output.Split("kubectl apply -f - <<'EOF'")[0].Split('\n').Where(l => !l.Contains("kubectl ", StringComparison.Ordinal));
        Assert.All(prose, l => Assert.InRange(l.Length, 0, 80));
    }

    /// <summary>What it prints is taken as it is: with the policy, review says that the container is denied.</summary>
    [Fact]
    public async Task Explain_PolicyAtItsEnd_StopsThePrivilegedContainerAndNoOther()
    {
        var explained = await CliRun.WithInputAsync(Cluster, "explain", "payments", "--from", "-");
        var policy = explained.Output.Split("<<'EOF'\n")[1].Split("\nEOF\n")[0];
        var input = Cluster + "\n---\n" + policy;
        Assert.Equal(ExitCode.Success, (await CliRun.WithInputAsync(Cluster, "review", "--from", "-", "-n", "payments")).Code);
        var denied = await CliRun.WithInputAsync(input, "review", "--from", "-", "-n", "payments");
        Assert.Equal(ExitCode.Findings, denied.Code);
        Assert.Contains("(deny-privileged-ephemeral-containers-payments): an ephemeral container may not be privileged", denied.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, (await CliRun.WithInputAsync(input, "review", "--from", "-", "-n", "payments", "--profile", "restricted")).Code);
        var after = await CliRun.WithInputAsync(input, "explain", "payments", "--from", "-");
        Assert.Contains("predicted Protected", after.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("EOF", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_NamespaceThatIsCalledLikeARule_IsGivenByTheFlag()
    {
        const string name = "es403";
        var run = await CliRun.WithInputAsync(Cluster.Replace("payments", name, StringComparison.Ordinal), "explain", "-n", name, "--from", "-");
        Assert.StartsWith(name + ": Unknown/Offline", run.Output, StringComparison.Ordinal);
        Assert.Contains($"name: \"deny-privileged-ephemeral-containers-{name}\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_NamespaceThatIsNotThere_IsIncomplete()
    {
        var run = await CliRun.WithInputAsync(Cluster, "explain", "absent", "--from", "-");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("Missing: find namespace absent: nothing in the input is in it", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_AfterExplain_OffersTheRules() =>
        Assert.Contains("ES403", (await CliRun.Async("__complete", "explain", "ES4")).Output, StringComparison.Ordinal);
}
