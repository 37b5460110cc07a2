using System.Text.Json;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Reviews;

/// <summary>Who, what images and what pods get past a policy: ES406 beside namespaces that are left out.</summary>
public sealed class BypassFindingTests
{
    private const string All = "(object.spec.containers + object.spec.?ephemeralContainers.orValue([]))";
    private const string NotPrivileged = "c.?securityContext.?privileged != optional.of(true)";

    private const string Library = """
        apiVersion: templates.gatekeeper.sh/v1
        kind: ConstraintTemplate
        metadata: {name: noprivileged}
        spec:
          crd: {spec: {names: {kind: NoPrivileged}}}
          targets:
          - target: admission.k8s.gatekeeper.sh
            rego: |
              package noprivileged
              violation[{"msg": msg}] {
                c := input_containers[_]
                not is_exempt(c)
                not is_user_exempt
                c.securityContext.privileged
                msg := sprintf("Privileged container is not allowed: %v", [c.name])
              }
              input_containers[c] { c := input.review.object.spec.containers[_] }
              input_containers[c] { c := input.review.object.spec.ephemeralContainers[_] }
              is_user_exempt { input.review.userInfo.username == input.parameters.exemptUsers[_] }
              is_exempt(container) {
                img := container.image
                exemption := input.parameters.exemptImages[_]
                _matches_exemption(img, exemption)
              }
              _matches_exemption(img, exemption) { not endswith(exemption, "*"); exemption == img }
              _matches_exemption(img, exemption) { endswith(exemption, "*"); prefix := trim_suffix(exemption, "*"); startswith(img, prefix) }
        """;

    [Theory]
    [InlineData("!(request.userInfo.username in ['alice', 'system:serviceaccount:kube-system:x', 'system:serviceaccount:ci:deployer', 'kubernetes-admin'])", "of user alice, user system:serviceaccount:ci:deployer")]
    [InlineData("!('breakglass' in request.userInfo.groups) && !('system:masters' in request.userInfo.groups)", "of group breakglass")]
    [InlineData("!request.userInfo.username.startsWith('system:serviceaccount:ci:')", "of user system:serviceaccount:ci:*")]
    [InlineData("!request.userInfo.username.endsWith('@corp.example')", "of user *@corp.example")]
    [InlineData("!('system:serviceaccounts' in request.userInfo.groups)", "of group system:serviceaccounts")]
    // What no policy should stop.
    [InlineData("!('system:nodes' in request.userInfo.groups) && request.userInfo.username != 'system:kube-scheduler' && !request.userInfo.username.startsWith('system:serviceaccount:kube-system:')", null)]
    [InlineData("!('system:serviceaccounts:kube-system' in request.userInfo.groups) && !request.userInfo.username.startsWith('system:serviceaccount:gatekeeper-system:')", null)]
    // It is for others, and not for everybody but some.
    [InlineData("request.userInfo.username == 'alice'", null)]
    [InlineData("request.operation != 'DELETE'", null)]
    [InlineData("!has(object.metadata.labels) || !('skip' in object.metadata.labels)", "in pods with label skip=true")]
    public async Task Scan_AdmissionPolicyWithACondition_FindsWhoIsExempt(string condition, string? told) =>
        await AssertToldAsync(told, AdmissionPolicy($"matchConditions: [{{name: c, expression: \"{condition}\"}}]", $"{All}.all(c, {NotPrivileged})"));

    [Theory]
    [InlineData("{matchExpressions: [{key: debug.corp/exempt, operator: DoesNotExist}]}", "in pods with label debug.corp/exempt=true")]
    [InlineData("{matchExpressions: [{key: app, operator: NotIn, values: [shell, legacy]}]}", "in pods with label app=legacy, label app=shell")]
    [InlineData("{matchLabels: {app: web}}", null)]
    [InlineData("{matchExpressions: [{key: team, operator: Exists}]}", null)]
    public async Task Scan_AdmissionPolicyWithAnObjectSelector_FindsLabelsThatLeaveAPodOut(string selector, string? told) =>
        await AssertToldAsync(told, AdmissionPolicy("", $"{All}.all(c, {NotPrivileged})", selector));

    [Theory]
    [InlineData("c.image.startsWith('registry.corp/debug/') || ", "with image registry.corp/debug/")]
    [InlineData("c.image in ['registry.corp/debug:1', 'docker.io/library/busybox:1.36'] || ", "with image docker.io/library/busybox:1.36, image registry.corp/debug:1")]
    [InlineData("!c.image.startsWith('registry.corp/debug/') && ", null)]
    public async Task Scan_AdmissionPolicyThatTrustsImages_FindsThem(string trust, string? told) =>
        await AssertToldAsync(told, AdmissionPolicy("", $"{All}.all(c, {trust}{NotPrivileged})"));

    [Theory]
    [InlineData("exemptImages: ['registry.corp/ops/*', 'docker.io/library/busybox:1.36']", "with image docker.io/library/busybox:1.36, image registry.corp/ops/*")]
    [InlineData("exemptUsers: ['alice', 'system:node:a']", "of user alice")]
    [InlineData("exemptImages: []", null)]
    public async Task Scan_Constraint_FindsWhatItsParametersExempt(string parameters, string? told) => await AssertToldAsync(
        told, Library + $"\n---\n{{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: NoPrivileged, metadata: {{name: p}}, spec: {{parameters: {{{parameters}}} }} }}");

    [Theory]
    [InlineData("exclude: {any: [{subjects: [{kind: User, name: alice}, {kind: ServiceAccount, name: deployer, namespace: ci}, {kind: Group, name: 'system:masters'}]}]},", "", "of user alice, user system:serviceaccount:ci:deployer")]
    [InlineData("exclude: {any: [{clusterRoles: [cluster-admin, on-call]}]},", "", "of ClusterRole on-call")]
    [InlineData("exclude: {any: [{clusterRoles: [cluster-admin]}]},", "", null)]
    [InlineData("exclude: {any: [{resources: {selector: {matchLabels: {debug: allowed}}}}]},", "", "in pods with label debug=allowed")]
    [InlineData("preconditions: {all: [{key: '{{ request.userInfo.username }}', operator: AnyNotIn, value: [alice, 'ci-*']}]},", "", "of user alice, user ci-*")]
    [InlineData("", "{any: [{resources: {kinds: [Pod]}, subjects: [{kind: Group, name: on-call}]}]}", "of group on-call")]
    [InlineData("", "{any: [{resources: {kinds: [Pod], selector: {matchLabels: {debug: allowed}}}}]}", "in pods with label debug=allowed")]
    public async Task Scan_KyvernoPolicy_FindsWhomItAndItsExceptionsExempt(string rule, string exception, string? told) => await AssertToldAsync(
        told,
        $$$"""
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: p}
        spec:
          rules:
          - {name: r, match: {any: [{resources: {kinds: [Pod]}}]}, {{{rule}}} validate: {failureAction: Enforce, message: no, pattern: {spec: {"=(ephemeralContainers)": [{"=(securityContext)": {"=(privileged)": "false"} } ], containers: [{"=(securityContext)": {"=(privileged)": "false"} } ] } } } }
        """
        + (exception.Length == 0 ? "" : $"\n---\n{{apiVersion: kyverno.io/v2, kind: PolicyException, metadata: {{name: e, namespace: shop}}, spec: {{exceptions: [{{policyName: p, ruleNames: [r]}}], match: {exception}}}}}"));

    /// <summary>What one policy lets pass the other stops.</summary>
    [Fact]
    public async Task Scan_SomethingElseGuards_NobodyIsExempt() => await AssertToldAsync(
        null, AdmissionPolicy("matchConditions: [{name: c, expression: \"request.userInfo.username != 'alice'\"}]", $"{All}.all(c, {NotPrivileged})"), "pod-security.kubernetes.io/enforce: baseline");

    [Fact]
    public async Task Scan_WebhookOfKyvernoLeavesANamespaceOut_FindsIt()
    {
        const string Input = """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: p}
            spec:
              rules:
              - {name: r, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {failureAction: Enforce, message: no, pattern: {spec: {"=(ephemeralContainers)": [{"=(securityContext)": {"=(privileged)": "false"} } ], containers: [{"=(securityContext)": {"=(privileged)": "false"} } ] } } } }
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: kyverno-resource-validating-webhook-cfg}
            webhooks:
            - name: validate.kyverno.svc-fail
              namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, kyverno, sandbox]}]}
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]
              failurePolicy: Fail
              sideEffects: NoneOnDryRun
              clientConfig: {service: {namespace: kyverno, name: kyverno-svc}}
            """;
        Assert.Equal(
            ["ClusterPolicy p covers ephemeral containers, but the namespaceSelector of webhook validate.kyverno.svc-fail leaves out namespace sandbox, and no other policy that is known guards it"],
            (await FindAsync(Input)).Select(f => f.Message));
    }

    private static async Task AssertToldAsync(string? told, string input, string labels = "")
    {
        var found = await FindAsync(input, labels);
        Assert.Equal(told is null ? [] : [$"covers ephemeral containers, but lets privileged ones {told} pass"], found.Select(f => f.Message[(f.Message.IndexOf(" p ", StringComparison.Ordinal) + 3)..]));
        Assert.All(found, f => Assert.Equal(("medium", $"see whether it must let those {told} pass; if not, take the exemption away"), (f.Severity, f.Remediation)));
    }

    private static string AdmissionPolicy(string more, string expression, string selector = "{}") => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: p}
        spec:
          matchConstraints: {objectSelector: {{selector}}, resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]}
          {{more}}
          validations: [{expression: "{{expression}}"}]
        ---
        {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: b}, spec: {policyName: p, validationActions: [Deny]} }
        """;

    private static async Task<List<(string Severity, string Message, string Remediation)>> FindAsync(string input, string labels = "")
    {
        var namespaces = string.Concat(((string[])["shop", "sandbox", "kube-system"]).Select(n => $"\n---\n{{apiVersion: v1, kind: Namespace, metadata: {{name: {n}, labels: {{{labels}}} }} }}"));
        var run = await CliRun.WithInputAsync(input + namespaces, "scan", "--from", "-", "-o", "json");
        using var json = JsonDocument.Parse(run.Output);
        return
        [
            .. json.RootElement.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("rule").GetString() == "ES406")
                .Select(f => (f.GetProperty("severity").GetString()!, f.GetProperty("message").GetString()!, f.GetProperty("remediation").GetString()!)),
        ];
    }
}
