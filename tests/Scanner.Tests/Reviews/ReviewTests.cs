using System.Text.Json;
using Scanner.Cli;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Reviews;

/// <summary><c>scanner review</c> of policies from files: no cluster is contacted.</summary>
public sealed class ReviewTests : IDisposable
{
    private const string Policies = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: no-privileged}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}
          validations:
          - expression: "(object.spec.containers + object.spec.?ephemeralContainers.orValue([])).all(c, c.?securityContext.?privileged != optional.of(true))"
            message: no privileged containers
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: everywhere}
        spec: {policyName: no-privileged, validationActions: [Deny]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", ExitCode.Findings, "Denied: ValidatingAdmissionPolicy no-privileged (everywhere): no privileged containers")]
    [InlineData("--profile sysadmin", ExitCode.Findings, "Denied: ")]
    [InlineData("--profile restricted", ExitCode.Success, "Allowed: no policy denies it")]
    [InlineData("--channel regular", ExitCode.Findings, "Denied: ")]
    [InlineData("--channel regular --profile benign", ExitCode.Success, "CREATE pods default/web, with a regular container of profile benign")]
    [InlineData("-n shop", ExitCode.Findings, "UPDATE pods/ephemeralcontainers shop/web")]
    public async Task Review_PolicyOfAFile_SaysWhatItWouldSay(string arguments, int code, string told)
    {
        var run = await CliRun.WithInputAsync(Policies, ["review", "--from", "-", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((code, ""), (run.Code, run.Error));
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{name: x, securityContext: {privileged: true}}", ExitCode.Findings)]
    [InlineData("{securityContext: {capabilities: {add: [SYS_PTRACE]}}}", ExitCode.Success)]
    public async Task Review_ContainerOfAFile_IsTheOneThatIsAdded(string container, int code) =>
        Assert.Equal(code, (await CliRun.WithInputAsync(Policies, "review", "--from", "-", "--container", Write(container))).Code);

    /// <summary>The pod itself is judged too: one that is privileged already lets no further container in, by this policy.</summary>
    [Fact]
    public async Task Review_PodOfAFileOrOfTheInput_IsTheOneThatIsJudged()
    {
        const string Pod = "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}}";
        var fromFile = await CliRun.WithInputAsync(Policies, "review", "--from", "-", "--profile", "benign", "--pod", Write(Pod));
        var fromInput = await CliRun.WithInputAsync(Policies + "\n---\n" + Pod, "review", "--from", "-", "--profile", "benign", "--pod", "shop/web");
        Assert.Equal((ExitCode.Findings, ExitCode.Findings), (fromFile.Code, fromInput.Code));
        Assert.Equal(fromFile.Output, fromInput.Output);
        Assert.Contains("shop/web", fromInput.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_BindingsAreNotInTheInput_IsUnknown()
    {
        var run = await CliRun.WithInputAsync(Policies.Split("---")[0], "review", "--from", "-");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("Unknown: ValidatingAdmissionPolicy no-privileged: depends on what is not known: the bindings of no-privileged", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the input holds no Kubernetes object")]
    [InlineData("a: [", "not valid YAML")]
    [InlineData("{apiVersion: policies.kubewarden.io/v1, kind: ClusterAdmissionPolicy, metadata: {name: p}}", "ClusterAdmissionPolicy p: policies of this kind are not run")]
    public async Task Review_WhatCannotBeRead_ProvesNothing(string input, string told)
    {
        var run = await CliRun.WithInputAsync(input, "review", "--from", "-");
        Assert.Equal((ExitCode.Incomplete, ""), (run.Code, run.Error));
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "", ExitCode.Success)]
    [InlineData("create", "", ExitCode.Findings)]
    [InlineData("", "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n}, spec: {containers: [{name: a}]}}", ExitCode.Findings)]
    public async Task Review_ObjectAsRequest_IsAskedWithItsOperation(string operation, string old, int code)
    {
        var request = Write("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n}, spec: {containers: [{name: a, securityContext: {privileged: true}}]}}");
        string[] more = [.. operation.Length > 0 ? ["--operation", operation] : (string[])[], .. old.Length > 0 ? ["--old", Write(old)] : (string[])[]];
        var run = await CliRun.WithInputAsync(Policies, ["review", "--from", "-", "--request", request, .. more]);
        Assert.Equal((code, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task Review_AdmissionReview_IsAskedAsItIs()
    {
        var request = Write("""
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","kind":{"group":"","version":"v1","kind":"Pod"},
             "resource":{"group":"","version":"v1","resource":"pods"},"subResource":"ephemeralcontainers","name":"p","namespace":"n","operation":"UPDATE",
             "userInfo":{"username":"jane","groups":["devs"]},
             "object":{"spec":{"containers":[],"ephemeralContainers":[{"securityContext":{"privileged":true}}]}},"oldObject":{"spec":{"containers":[]}}}}
            """);
        var json = JsonDocument.Parse((await CliRun.WithInputAsync(Policies, "review", "--from", "-", "--request", request, "-o", "json")).Output).RootElement;
        Assert.Equal(("Denied", "pods/ephemeralcontainers"), (json.GetProperty("outcome").GetString(), json.GetProperty("request").GetProperty("resource").GetString()));
        var decision = Assert.Single(json.GetProperty("decisions").EnumerateArray());
        Assert.Equal("no-privileged/everywhere/Denied", $"{decision.GetProperty("name").GetString()}/{decision.GetProperty("rule").GetString()}/{decision.GetProperty("decision").GetString()}");
        Assert.True(decision.GetProperty("denies").GetBoolean());
    }

    [Fact]
    public async Task Review_Yaml_IsTheJson()
    {
        var json = await CliRun.WithInputAsync(Policies, "review", "--from", "-", "-o", "json");
        var yaml = await CliRun.WithInputAsync(Policies, "review", "--from", "-", "-o", "yaml");
        Assert.Equal(json.Code, yaml.Code);
        Assert.Contains("outcome: \"Denied\"\n", yaml.Output, StringComparison.Ordinal);
        Assert.Equal(JsonDocument.Parse(json.Output).RootElement.EnumerateObject().Select(p => p.Name), yaml.Output.Split('\n').Where(l => l.Length > 0 && char.IsLetter(l[0])).Select(l => l.Split(':')[0]));
    }

    /// <summary>What an object calls itself moves no terminal, and is in JSON what it was.</summary>
    [Fact]
    public async Task Review_HostileNames_AreShownAndDoNothing()
    {
        var hostile = Policies.Replace("{name: no-privileged}", "{name: \"a\\u202e\\u001b[2J\"}", StringComparison.Ordinal)
            .Replace("no privileged containers", "\"x\\u001b]0;y\\u0007\"", StringComparison.Ordinal)
            .Replace("policyName: no-privileged", "policyName: \"a\\u202e\\u001b[2J\"", StringComparison.Ordinal);
        foreach (var format in new[] { "table", "json", "yaml" })
        {
            var run = await CliRun.WithInputAsync(hostile, "review", "--from", "-", "-o", format);
            Assert.Equal(ExitCode.Findings, run.Code);
            Assert.Contains("\\u202e", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Output, c => c is '\u202e' || (char.IsControl(c) && c != '\n'));
        }
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName() + ".yaml");
        File.WriteAllText(path, text);
        return path;
    }
}
