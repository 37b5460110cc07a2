using System.Text.Json.Nodes;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.MutatingPolicies;
using Scanner.Policies.Objects;
using Scanner.Policies.PodSecurity;
using Scanner.Policies.Prediction;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Tests;

/// <summary>Policies with any field replaced, repeated or lost are read and decide something: they come from files, too.</summary>
public sealed class DamagedPolicyTests
{
    private const int Rounds = 400;

    private static readonly string[] s_junk =
    [
        "null", "0", "-1e400", "true", "\"\"", "\"*\"", "\"LONE\"", "\"a/b/c\"", "[]", "[[]]", "{}", "[null]", "{\"\":null}", "\"object.spec.containers.map(c, c)\"",
        "\"Object{spec: Object.spec{containers: [Object.spec.containers{name: 'x'}]}}\"", "\"[JSONPatch{op: 'replace', path: '', value: null}]\"",
        "[{\"key\":\"a\",\"operator\":\"In\"}]", "{\"matchLabels\":{\"a\":null}}", "9223372036854775808", "\"v1\"", "\"Exact\"",
    ];

    private static readonly string[] s_objects =
    [
        """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicy","metadata":{"name":"m"},"spec":{
         "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods","pods/*"]}]},
         "matchConditions":[{"name":"c","expression":"object.kind == 'Pod'"}],"variables":[{"name":"v","expression":"object.spec"}],
         "mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[JSONPatch{op: 'add', path: '/metadata/labels/a', value: variables.v.restartPolicy}]"}},
                      {"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{spec: Object.spec{containers: [Object.spec.containers{name: 'x'}]}}"}}]}}
        """,
        """{"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicyBinding","metadata":{"name":"mb"},"spec":{"policyName":"m"}}""",
        """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"p"},"spec":{"failurePolicy":"Fail",
         "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"matchConstraints":{"matchPolicy":"Equivalent","namespaceSelector":{"matchLabels":{"a":"b"}},
          "objectSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["a"]}]},
          "resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"operations":["*"],"resources":["*/*"],"scope":"*"}]},
         "matchConditions":[{"name":"c","expression":"object.kind == 'Pod'"}],"variables":[{"name":"v","expression":"object.spec.containers"}],
         "validations":[{"expression":"variables.v.all(c, c.name != params.data.name)","messageExpression":"params.data.name","reason":"Invalid"},{"expression":"true"}]}}
        """,
        """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"b"},"spec":{"policyName":"p","validationActions":["Deny"],
         "paramRef":{"name":"cm","parameterNotFoundAction":"Deny"},"matchResources":{"namespaceSelector":{"matchLabels":{"a":"b"}}}}}
        """,
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cm","namespace":"shop"},"data":{"name":"x"}}""",
        """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"a":"b"}},"spec":{},"status":{}}""",
        """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"w"},"webhooks":[{"name":"w.acme.io","sideEffects":"None","failurePolicy":"Ignore",
         "matchConditions":[{"name":"c","expression":"object.kind == 'Pod'"}],"clientConfig":{"service":{"namespace":"acme","name":"hooks"}},"timeoutSeconds":5,
         "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods/*"]}]}]}
        """,
        """{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"s","namespace":"acme","labels":{"kubernetes.io/service-name":"hooks"}},"endpoints":[{"conditions":{"ready":true}}]}""",
        """
        {"apiVersion":"templates.gatekeeper.sh/v1","kind":"ConstraintTemplate","metadata":{"name":"k8sno"},"spec":{"crd":{"spec":{"names":{"kind":"K8sNo"},
          "validation":{"openAPIV3Schema":{"type":"object","properties":{"names":{"type":"array","default":["x"],"items":{"type":"string"}}}}}}},
         "targets":[{"target":"admission.k8s.gatekeeper.sh","rego":"package p\nviolation[{\"msg\": c.name}] { c := input.review.object.spec.containers[_]; c.name == input.parameters.names[_] }",
          "libs":["package lib.a\nb = 1"]}]},"status":{"byPod":[{"id":"a","errors":[]}]}}
        """,
        """
        {"apiVersion":"constraints.gatekeeper.sh/v1beta1","kind":"K8sNo","metadata":{"name":"no"},"spec":{"enforcementAction":"scoped","parameters":{"names":["x","ghcr.io/*"]},
         "scopedEnforcementActions":[{"action":"deny","enforcementPoints":[{"name":"*"}]}],
         "match":{"kinds":[{"apiGroups":["*"],"kinds":["Pod"]}],"namespaces":["sh*"],"excludedNamespaces":["kube-*"],"labelSelector":{"matchLabels":{"app":"a"}},
          "namespaceSelector":{"matchLabels":{"a":"b"}},"scope":"*","name":"web*"}}}
        """,
        """{"apiVersion":"config.gatekeeper.sh/v1alpha1","kind":"Config","metadata":{"name":"config","namespace":"gatekeeper-system"},"spec":{"match":[{"excludedNamespaces":["x"],"processes":["*"]}],"sync":{"syncOnly":[{"group":"","version":"v1","kind":"Namespace"}]}}}""",
        """
        {"apiVersion":"mutations.gatekeeper.sh/v1","kind":"Assign","metadata":{"name":"m"},"spec":{"applyTo":[{"groups":[""],"versions":["v1"],"kinds":["Pod"]}],
         "location":"spec.ephemeralContainers[name:*].securityContext.privileged","match":{"scope":"Namespaced"},"parameters":{"assign":{"value":false},"pathTests":[{"subPath":"spec","condition":"MustExist"}]}}}
        """,
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"k"},"spec":{"template":{"spec":{"containers":[{"name":"kyverno","image":"kyverno:v1.1.1"}]}}}}""",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnyField_MayBeAnything(int seed)
    {
        var random = new Random(seed);
        var decided = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var damaged = s_objects.Select(o => JsonNode.Parse(o)!).ToList();
            for (var wounds = random.Next(1, 4); wounds > 0; wounds--)
                Wound(damaged[random.Next(damaged.Count)], random);
            decided += Run([.. damaged.Select(d => d.ToJsonString().Replace("LONE", "\\ud800", StringComparison.Ordinal))], full: i % 20 == 0);
        }

        Assert.True(decided >= 4 * Rounds, $"{decided} decisions");
    }

    private static int Run(string[] texts, bool full)
    {
        PolicyObjects objects = Json.Objects(_ => true, texts);
        var webhooks = WebhookRegistry.Of(objects, 36);
        List<IPolicy> policies =
        [
            new PodSecurityPolicy(36), .. ValidatingPolicyEngine.Compile(objects, 36), .. MutatingPolicyEngine.Compile(objects, 36), .. WebhookEngine.Compile(webhooks),
            .. ServerEngine.Compile(objects, 36), .. GatekeeperEngine.Compile(objects, 36),
        ];
        var user = new RequestUser("eve", []);
        var labels = new Dictionary<string, string> { ["a"] = "b" };
        var request = PodRequests.Make(MadeUpPod.In("shop"), ContainerVariants.Privileged.Container, RequestChannel.Ephemeral, labels, user);
        new AdmissionChain(policies).Decide(request);
        EngineDetection.Of(objects, webhooks, 36);
        if (full)
            ClusterCoverage.Of(policies, [new NamespaceTarget("shop", labels, [])], user);
        return policies.Sum(p => p.Decide(request).Length);
    }

    /// <summary>Goes down at random and replaces, repeats or removes what it comes to.</summary>
    private static void Wound(JsonNode node, Random random)
    {
        while (true)
        {
            var children = node switch
            {
                JsonObject item => item.Select(f => f.Value).ToList(),
                JsonArray list => [.. list],
                _ => [],
            };
            if (children.Count == 0)
                return;
            var at = random.Next(children.Count);
            if (children[at] is { } child and (JsonObject or JsonArray) && random.Next(4) > 0)
            {
                node = child;
                continue;
            }

            Replace(node, at, random);
            return;
        }
    }

    private static void Replace(JsonNode node, int at, Random random)
    {
        var junk = JsonNode.Parse(s_junk[random.Next(s_junk.Length)]);
        switch (node)
        {
            case JsonObject item when random.Next(4) == 0:
                item.Remove(item.ElementAt(at).Key);
                break;
            case JsonObject item:
                item[item.ElementAt(at).Key] = junk;
                break;
            case JsonArray list when random.Next(4) == 0:
                list.Add(list[at]?.DeepClone());
                break;
            default:
                ((JsonArray)node)[at] = junk;
                break;
        }
    }
}
