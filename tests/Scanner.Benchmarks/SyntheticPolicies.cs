using Scanner.Simulator.Storage;

namespace Scanner.Benchmarks;

/// <summary>Admission policies as clusters have them, which report and deny nothing: the simulator evaluates no expression that it does not know.</summary>
internal static class SyntheticPolicies
{
    public static void Fill(ClusterStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            store.ApplyYaml($$"""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: policy-{{i}}}
                spec:
                  failurePolicy: Ignore
                  matchConstraints:
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]
                  matchConditions:
                  - {name: not-{{i}}, expression: "!object.metadata.name.startsWith('exempt-{{i}}-')"}
                  variables:
                  - {name: all, expression: "object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])"}
                  validations:
                  - expression: "variables.all.all(c, !c.?securityContext.?privileged.orValue(false))"
                    messageExpression: "'policy {{i}}: privileged containers are not allowed: ' + variables.all.map(c, c.name).join(', ')"
                  - expression: "variables.all.all(c, c.?securityContext.?capabilities.?add.orValue([]).all(a, a in ['NET_BIND_SERVICE', 'CAP_{{i}}']))"
                    message: capabilities of policy {{i}}
                """);
            store.ApplyYaml($$"""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: policy-{{i}}}
                spec:
                  policyName: policy-{{i}}
                  validationActions: [Audit]
                  matchResources: {namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, exempt-{{i}}] } ] } }
                """);
        }
    }
}
