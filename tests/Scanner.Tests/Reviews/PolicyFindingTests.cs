using System.Text.Json;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Reviews;

/// <summary>What a scan of files finds about policies, and what it says to do.</summary>
public sealed class PolicyFindingTests
{
    private const string Template = """
        apiVersion: templates.gatekeeper.sh/v1
        kind: ConstraintTemplate
        metadata: {name: noprivileged}
        spec:
          crd: {spec: {names: {kind: NoPrivileged}}}
          targets:
          - target: admission.k8s.gatekeeper.sh
            rego: |
              package noprivileged
              violation[{"msg": "no privileged containers"}] {
                lists := ["containers", "initContainers", "ephemeralContainers"]
                input.review.object.spec[lists[_]][_].securityContext.privileged
              }
        """;

    [Theory]
    // Left out by what somebody wrote; those of the control plane are by nature.
    [InlineData("{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [sandbox, kube-system]}]}", "the namespaceSelector of binding b leaves out namespace sandbox,")]
    [InlineData("{matchExpressions: [{key: skip, operator: DoesNotExist}]}", "the namespaceSelector of binding b leaves out namespace labelled,")]
    // Meant for others.
    [InlineData("{matchLabels: {kubernetes.io/metadata.name: shop}}", null)]
    [InlineData("{matchExpressions: [{key: skip, operator: DoesNotExist}, {key: team, operator: Exists}]}", null)]
    // Something else guards it.
    [InlineData("{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [guarded]}]}", null)]
    public async Task Scan_AdmissionPolicyThatLeavesNamespacesOut_FindsThoseThatAreExempt(string selector, string? told) =>
        Assert.Equal(told is null ? [] : [told], Told(await FindAsync("ES406", AdmissionPolicy("[Deny]", selector)), told));

    [Fact]
    public async Task Scan_ManyNamespacesAreExempt_FindsItOnce()
    {
        var namespaces = string.Concat(Enumerable.Range(10, 40).Select(i => $"\n---\n{{apiVersion: v1, kind: Namespace, metadata: {{name: n{i}, labels: {{skip: \"\"}} }} }}"));
        var finding = Assert.Single(await FindAsync("ES406", AdmissionPolicy("[Deny]", "{matchExpressions: [{key: skip, operator: DoesNotExist}]}") + namespaces));
        Assert.Contains("namespaces labelled, n10, n11, n12, n13 and 36 more, and no other policy that is known guards them", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("kubectl", finding.Remediation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_FewNamespacesAreExempt_HasThePolicyForThem()
    {
        var finding = Assert.Single(await FindAsync("ES406", AdmissionPolicy("[Deny]", "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [sandbox]}]}")));
        Assert.Equal("medium", finding.Severity);
        Assert.StartsWith("see whether the namespaces must be left out by the namespaceSelector of binding b; if not, take them out of it; until then deny", finding.Remediation, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"deny-privileged-ephemeral-containers-sandbox\"", finding.Remediation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("excludedNamespaces: [sand*, kube-*]", "", "excludedNamespaces of its match leaves out namespace sandbox,")]
    [InlineData("namespaceSelector: {matchExpressions: [{key: skip, operator: DoesNotExist}]}", "", "the namespaceSelector of its match leaves out namespace labelled,")]
    [InlineData("namespaces: [shop]", "", null)]
    [InlineData("", "excludedNamespaces: [sandbox]", "the Config of Gatekeeper leaves out namespace sandbox,")]
    public async Task Scan_ConstraintThatLeavesNamespacesOut_FindsThoseThatAreExempt(string match, string config, string? told)
    {
        var input = $$$"""
            {{{Template}}}
            ---
            {apiVersion: constraints.gatekeeper.sh/v1beta1, kind: NoPrivileged, metadata: {name: c}, spec: {match: { {{{match}}} } } }
            ---
            {apiVersion: config.gatekeeper.sh/v1alpha1, kind: Config, metadata: {name: config, namespace: gatekeeper-system}, spec: {match: [{processes: ["*"], {{{(config.Length > 0 ? config : "excludedNamespaces: []")}}} }]}}
            """;
        Assert.Equal(told is null ? [] : [told], Told(await FindAsync("ES406", input), told));
    }

    [Theory]
    [InlineData("exclude: {any: [{resources: {namespaces: [sandbox]}}]},", "", "exclude of its rule r leaves out namespace sandbox,")]
    [InlineData("", "{any: [{resources: {kinds: [Pod], namespaces: [sandbox]}}]}", "PolicyException shop/e leaves out namespace sandbox,")]
    public async Task Scan_KyvernoPolicyThatLeavesNamespacesOut_FindsThoseThatAreExempt(string exclude, string exception, string told)
    {
        var input = KyvernoPolicy(exclude, "failureAction: Enforce,") + (exception.Length == 0 ? "" :
            $"\n---\n{{apiVersion: kyverno.io/v2, kind: PolicyException, metadata: {{name: e, namespace: shop}}, spec: {{exceptions: [{{policyName: p, ruleNames: [r]}}], match: {exception}}}}}");
        Assert.Equal([told], Told(await FindAsync("ES406", input), told));
    }

    /// <summary>A change is told where the policy, run with it, denies.</summary>
    [Fact]
    public async Task Scan_PolicyThatOnlyReports_NamesThePatchByWhichItDenies()
    {
        var admission = Assert.Single(await FindAsync("ES404", AdmissionPolicy("[Audit]", "{}")));
        Assert.Contains("""[{"op":"test","path":"/spec/validationActions","value":["Audit"]},{"op":"replace","path":"/spec/validationActions","value":["Deny","Audit"]}]' b""", admission.Remediation, StringComparison.Ordinal);
        var constraint = Assert.Single(await FindAsync("ES404", Template + "\n---\n{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: NoPrivileged, metadata: {name: c}, spec: {enforcementAction: dryrun}}"));
        Assert.Contains("kubectl patch noprivileged.constraints.gatekeeper.sh --type=json -p '[{\"op\":\"add\",\"path\":\"/spec/enforcementAction\",\"value\":\"deny\"}]' c", constraint.Remediation, StringComparison.Ordinal);
        var kyverno = Assert.Single(await FindAsync("ES404", KyvernoPolicy("", "failureAction: Audit,")));
        Assert.Contains("""{"op":"test","path":"/spec/rules/0/name","value":"r"},{"op":"add","path":"/spec/rules/0/validate/failureAction","value":"Enforce"}""", kyverno.Remediation, StringComparison.Ordinal);
    }

    /// <summary>A mend is tried for whom the gap was found: a user with no role that is exempt.</summary>
    [Fact]
    public async Task Scan_PolicyThatExemptsARole_NamesThePatchAsForOneThatDoesNot()
    {
        const string Exclude = "exclude: {any: [{clusterRoles: [cluster-admin]}]},";
        var reporting = Assert.Single(await FindAsync("ES404", KyvernoPolicy(Exclude, "failureAction: Audit,")));
        Assert.Contains("""{"op":"add","path":"/spec/rules/0/validate/failureAction","value":"Enforce"}""", reporting.Remediation, StringComparison.Ordinal);
        var ofNewPods = KyvernoPolicy(Exclude, "failureAction: Enforce,").Replace("kinds: [Pod]", "kinds: [Pod], operations: [CREATE]", StringComparison.Ordinal);
        var unseen = Assert.Single(await FindAsync("ES401", ofNewPods));
        Assert.Contains("""{"op":"add","path":"/spec/rules/0/match/any/0/resources/operations/-","value":"UPDATE"}""", unseen.Remediation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_WebhookOfGatekeeperThatNeverSeesIt_NamesThePatchOfTheWebhook()
    {
        var input = Template + """

            ---
            {apiVersion: constraints.gatekeeper.sh/v1beta1, kind: NoPrivileged, metadata: {name: c}, spec: {}}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: gatekeeper-validating-webhook-configuration}
            webhooks:
            - {name: check-ignore-label.gatekeeper.sh, rules: [{apiGroups: [""], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [namespaces]}], sideEffects: None, failurePolicy: Fail, clientConfig: {service: {name: gatekeeper-webhook-service, namespace: gatekeeper-system}}}
            - {name: validation.gatekeeper.sh, rules: [{apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: ["*"]}], sideEffects: None, failurePolicy: Fail, clientConfig: {service: {name: gatekeeper-webhook-service, namespace: gatekeeper-system}}}
            """;
        var finding = Assert.Single(await FindAsync("ES401", input), f => f.Resource == "c");
        Assert.Contains("""{"op":"test","path":"/webhooks/1/name","value":"validation.gatekeeper.sh"},{"op":"add","path":"/webhooks/1/rules/-","value":""", finding.Remediation, StringComparison.Ordinal);
        Assert.DoesNotContain("/webhooks/0/", finding.Remediation, StringComparison.Ordinal);
    }

    /// <summary>Seeing alone does not make it deny, so that the policy which closes the door is told as well.</summary>
    [Fact]
    public async Task Scan_PolicyThatTheRuleAloneDoesNotMend_HasThePolicyBesideIt()
    {
        const string Policy = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: p}
            spec:
              matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
              validations: [{expression: "object.spec.containers.all(c, c.?securityContext.?privileged != optional.of(true))"}]
            ---
            {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: b}, spec: {policyName: p, validationActions: [Deny]}}
            """;
        var finding = Assert.Single(await FindAsync("ES401", Policy));
        Assert.StartsWith("let its validations judge object.spec.ephemeralContainers too, because the rule alone does not make it deny:\n", finding.Remediation, StringComparison.Ordinal);
        Assert.Contains("deny-privileged-ephemeral-containers-shop", finding.Alternative, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pod-security.kubernetes.io/warn: restricted", "Pod Security warns at restricted, and enforces nothing")]
    [InlineData("pod-security.kubernetes.io/enforce: privileged, pod-security.kubernetes.io/audit: baseline", "Pod Security audits at baseline, and enforces the level that allows everything")]
    [InlineData("pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn: restricted", null)]
    [InlineData("pod-security.kubernetes.io/enforce: strict, pod-security.kubernetes.io/warn: restricted", null)]
    [InlineData("pod-security.kubernetes.io/warn: privileged", null)]
    [InlineData("pod-security.kubernetes.io/warn: strict", null)]
    public async Task Scan_LabelsOfPodSecurity_FindsThoseThatOnlyTell(string labels, string? told)
    {
        var found = await FindAsync("ES409", $"{{apiVersion: v1, kind: Namespace, metadata: {{name: told, labels: {{{labels}}} }} }}");
        Assert.Equal(told is null ? [] : [$"low told {told}"], found.Select(f => $"{f.Severity} {f.Resource} {f.Message}"));
        Assert.All(found, f => Assert.Equal("kubectl label --overwrite namespace told pod-security.kubernetes.io/enforce=baseline", f.Remediation));
    }

    private static string AdmissionPolicy(string actions, string selector) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: p}
        spec:
          matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]}
          validations: [{expression: "(object.spec.containers + object.spec.?ephemeralContainers.orValue([])).all(c, c.?securityContext.?privileged != optional.of(true))"}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: b}
        spec: {policyName: p, validationActions: {{actions}}, matchResources: {namespaceSelector: {{selector}} } }
        """;

    private static string KyvernoPolicy(string exclude, string action) => $$$"""
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: p}
        spec:
          rules:
          - {name: r, match: {any: [{resources: {kinds: [Pod]}}]}, {{{exclude}}} validate: { {{{action}}} message: no, pattern: {spec: {"=(ephemeralContainers)": [{"=(securityContext)": {"=(privileged)": "false"} } ], containers: [{"=(securityContext)": {"=(privileged)": "false"} } ] } } } }
        """;

    private static IEnumerable<string> Told(IEnumerable<Found> found, string? told) => found.Select(f => told is not null && f.Message.Contains(told, StringComparison.Ordinal) ? told : f.Message);

    /// <summary>The findings of a rule, in a cluster with a few namespaces.</summary>
    private static async Task<List<Found>> FindAsync(string rule, string input)
    {
        const string Namespaces = """

            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: sandbox}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: labelled, labels: {skip: ""}}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: guarded, labels: {pod-security.kubernetes.io/enforce: baseline}}}
            """;
        var run = await CliRun.WithInputAsync(input + Namespaces, "scan", "--from", "-", "-o", "json");
        using var json = JsonDocument.Parse(run.Output);
        return
        [
            .. json.RootElement.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("rule").GetString() == rule).Select(f => new Found(
                f.GetProperty("severity").GetString()!,
                f.GetProperty("resource").GetProperty("name").GetString()!,
                f.GetProperty("message").GetString()!,
                f.GetProperty("remediation").GetString()!,
                f.TryGetProperty("alternative", out var other) ? other.GetProperty("remediation").GetString()! : "")),
        ];
    }

    private sealed record Found(string Severity, string Resource, string Message, string Remediation, string Alternative);
}
