using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;

namespace Scanner.Core.Remedies;

/// <summary>
/// A ValidatingAdmissionPolicy that refuses ephemeral containers which ask for what the Baseline standard forbids, with a binding for each
/// namespace. It stands by itself: whatever else there is need not be touched. Served as v1 from Kubernetes 1.30 on (KEP-3488). What Baseline
/// forbids of a container: https://kubernetes.io/docs/concepts/security/pod-security-standards/.
/// </summary>
internal static class GuardPolicy
{
    public const string Name = "deny-privileged-ephemeral-containers";

    private const string Group = "admissionregistration.k8s.io";

    /// <summary>Those of before cannot be changed or removed (k8s:pkg/apis/core/validation), so that a bad one must not forbid a good one.</summary>
    private const string Added =
        "object.spec.?ephemeralContainers.orValue([]).filter(c, !oldObject.?spec.?ephemeralContainers.orValue([]).exists(o, o.name == c.name))";

    private static readonly ImmutableArray<(string Holds, string Message)> s_rules =
    [
        (ContainerExpressions.NotPrivileged, "an ephemeral container may not be privileged"),
        (ContainerExpressions.AddsOnly(ContainerExpressions.BaselineCapabilities), "an ephemeral container may not add capabilities beyond the Baseline standard"),
        (ContainerExpressions.NotHostProcess, "an ephemeral container may not be a host process"),
        (ContainerExpressions.DefaultProcMount, "an ephemeral container may not unmask /proc"),
        (
            $"{ContainerExpressions.ConfinedBySeccomp("''")} && {ContainerExpressions.ConfinedByAppArmor}",
            "an ephemeral container may not be unconfined by seccomp or AppArmor"),
        (
            $"{ContainerExpressions.NoSelinux("user")} && {ContainerExpressions.NoSelinux("role")} && {ContainerExpressions.SelinuxTypeOf(ContainerExpressions.BaselineSelinuxTypes)}",
            "an ephemeral container may not choose SELinux options beyond the Baseline standard"),
    ];

    /// <summary>The policy, then a binding for each namespace. Applied for another namespace, they leave the bindings of the first alone.</summary>
    public static JsonNode[] For(ImmutableArray<string> namespaces) => [Policy(), .. namespaces.Select(Binding)];

    private static JsonObject Policy() => new()
    {
        ["apiVersion"] = Group + "/v1",
        ["kind"] = "ValidatingAdmissionPolicy",
        ["metadata"] = new JsonObject { ["name"] = Name },
        ["spec"] = new JsonObject
        {
            ["failurePolicy"] = "Fail",
            ["matchConstraints"] = new JsonObject { ["resourceRules"] = new JsonArray(EphemeralRule.Make()) },
            ["variables"] = new JsonArray(new JsonObject { ["name"] = "added", ["expression"] = Added }),
            ["validations"] = new JsonArray([.. s_rules.Select(Validation)]),
        },
    };

    private static JsonObject Validation((string Holds, string Message) rule) => new()
    {
        ["expression"] = $"variables.added.all(c, {rule.Holds})",
        ["message"] = rule.Message,
        ["reason"] = "Forbidden",
    };

    private static JsonObject Binding(string ns) => new()
    {
        ["apiVersion"] = Group + "/v1",
        ["kind"] = "ValidatingAdmissionPolicyBinding",
        ["metadata"] = new JsonObject { ["name"] = $"{Name}-{ns}" },
        ["spec"] = new JsonObject
        {
            ["policyName"] = Name,
            ["validationActions"] = new JsonArray("Deny"),
            ["matchResources"] = new JsonObject
            {
                ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["kubernetes.io/metadata.name"] = ns } },
            },
        },
    };
}
