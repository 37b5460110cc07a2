using System.Text.Json;
using Scanner.Cli;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Inventory.Files;

/// <summary><c>scan --from</c> runs the policies that it finds.</summary>
public sealed class PoliciesFromTests
{
    private const string Input = """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: gap}}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: covers}
        spec:
          matchConstraints:
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]
          validations:
          - expression: "(object.spec.containers + object.spec.?ephemeralContainers.orValue([])).all(c, c.?securityContext.?privileged != optional.of(true))"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: covers}
        spec: {policyName: covers, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: unmatched}
        spec:
          matchConstraints:
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
          validations:
          - expression: "object.spec.containers.all(c, c.?securityContext.?privileged != optional.of(true))"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: unmatched}
        spec: {policyName: unmatched, validationActions: [Deny]}
        """;

    [Fact]
    public async Task Scan_PoliciesOfFiles_HaveCoverageFindingsAndPredictions()
    {
        var run = await CliRun.WithInputAsync(Input, "scan", "--from", "-", "-o", "json");
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(
            ["shop Unknown Offline Protected", "gap Unknown Offline Unprotected"],
            json.GetProperty("namespaces").EnumerateArray().OrderByDescending(n => n.GetProperty("name").GetString())
                .Select(n => $"{Text(n, "name")} {Text(n, "verdict")} {Text(n, "unknownBecause")} {Text(n.GetProperty("predicted"), "verdict")}"));
        var policies = json.GetProperty("policies").EnumerateArray().Where(p => Text(p, "engine") == "ValidatingAdmissionPolicy").ToDictionary(p => Text(p, "name"));
        Assert.Equal(("Covered", true), (Text(policies["covers"], "coverage"), policies["covers"].GetProperty("enforced").GetBoolean()));
        Assert.Equal(["shop"], policies["covers"].GetProperty("enforcedNamespaces").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("NotMatched", Text(policies["unmatched"], "coverage"));
        var finding = Assert.Single(json.GetProperty("findings").EnumerateArray(), f => Text(f, "rule").StartsWith("ES4", StringComparison.Ordinal));
        Assert.Equal(("ES401", "unmatched"), (Text(finding, "rule"), Text(finding.GetProperty("resource"), "name")));
        Assert.Contains("kubectl patch validatingadmissionpolicies.admissionregistration.k8s.io", Text(finding, "remediation"), StringComparison.Ordinal);
        Assert.True(json.GetProperty("scan").GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Scan_TableOfPolicies_TellsGapsFirst()
    {
        var run = await CliRun.WithInputAsync(Input, "scan", "--from", "-");
        var lines = run.Output.Split('\n').SkipWhile(l => !l.StartsWith("POLICY", StringComparison.Ordinal)).Skip(1).Take(2).ToList();
        Assert.Contains("unmatched   NotMatched", lines[0], StringComparison.Ordinal);
        Assert.Contains("covers", lines[1], StringComparison.Ordinal);
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    /// <summary>A policy by itself is known by what it would do in a namespace.</summary>
    [Fact]
    public async Task PolicyOfKyvernoAlone_IsAGap()
    {
        const string policy = """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: disallow-privileged}
            spec:
              validationFailureAction: Enforce
              rules:
              - name: privileged
                match: {any: [{resources: {kinds: [Pod]}}]}
                validate: {message: no, pattern: {spec: {containers: [{"=(securityContext)": {"=(privileged)": "false"}}]}}}
            """;
        var run = await CliRun.WithInputAsync(policy, "scan", "--from", "-", "-o", "json");
        Assert.Equal(ExitCode.Findings, run.Code);
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("NotRead", root.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("engine").GetString() == "Kyverno").GetProperty("coverage").GetString());
        Assert.Equal("ES402", Assert.Single(root.GetProperty("findings").EnumerateArray()).GetProperty("rule").GetString());
    }
}
