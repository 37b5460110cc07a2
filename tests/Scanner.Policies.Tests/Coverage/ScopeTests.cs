using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Requests;
using Scanner.Policies.Tests.Gatekeeper;

namespace Scanner.Policies.Tests.Coverage;

/// <summary>
/// Policies of random parts in random clusters: what is told by asking once for namespaces that are alike is what asking in each of them tells.
/// The seed is constant.
/// </summary>
public sealed class ScopeTests
{
    private const int Clusters = 8;

    private static readonly string[] s_rego =
    [
        Cluster.Rego,
        "package p\nviolation[{\"msg\": \"no\"}] { input.review.object.spec.containers[_].securityContext.privileged }",
        "package p\nviolation[{\"msg\": \"no\"}] { input.review.namespace == \"team-1\"; input.review.object.spec.ephemeralContainers[_].securityContext.privileged }",
        "package p\nviolation[{\"msg\": \"no\"}] { input.review.object.metadata.labels.app == \"a\"; input.review.object.spec.ephemeralContainers[_].securityContext.privileged }",
        "package p\nviolation[{\"msg\": \"no\"}] { o := input.review.object; o[\"metadata\"][\"labels\"].tier; o.spec.ephemeralContainers[_].securityContext.privileged }",
        "package p\nviolation[{\"msg\": \"no\"}] { input.review.namespaceObject.metadata.labels.env == \"prod\"; input.review.object.spec.ephemeralContainers[_].securityContext.privileged }",
        "package p\nviolation[{\"msg\": input.review.object.metadata.name}] { walk(input, [p, v]); p[count(p) - 1] == \"tier\"; v == \"x\" }",
    ];

    private static readonly string[] s_match =
    [
        """ "namespaces":["team-1","team-2*"] """, """ "excludedNamespaces":["team-2","*-3"] """, """ "labelSelector":{"matchLabels":{"app":"a"} } """,
        """ "namespaceSelector":{"matchLabels":{"env":"prod"} } """, """ "namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["team-1"]}]} """,
        """ "name":"web*" """, """ "scope":"Namespaced" """,
    ];

    private static readonly string[] s_filters =
    [
        """ "namespaces":["team-1","team-?2"] """, """ "namespaceSelector":{"matchLabels":{"env":"p*"} } """, """ "namespaceSelector":{"matchLabels":{"en?":"prod"} } """,
        """ "selector":{"matchLabels":{"app":"a"} } """, """ "operations":["CREATE","UPDATE"] """, """ "annotations":{"a/*":"b"} """, """ "name":"web" """,
    ];

    private static readonly string[] s_validate =
    [
        """{"pattern":{"spec":{"=(ephemeralContainers)":[{"=(securityContext)":{"=(privileged)":"false"} }]} } }""",
        """{"deny":{"conditions":{"any":[{"key":"{{ request.namespace }}","operator":"Equals","value":"team-1"}]} } }""",
        """{"pattern":{"metadata":{"labels":{"tier":"?*"} } } }""",
        """{"cel":{"expressions":[{"expression":"namespaceObject.metadata.name != 'team-2' || !has(object.spec.ephemeralContainers)"}]} }""",
        """{"deny":{"conditions":{"any":[{"key":"{{ request.object.metadata.labels.app || '' }}","operator":"Equals","value":"a"}]} } }""",
    ];

    private static readonly string[] s_narrowings =
    [
        """ "namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["team-1","team-3"]}]} """,
        """ "namespaceSelector":{"matchLabels":{"env":"prod"} } """, """ "objectSelector":{"matchLabels":{"app":"a"} } """, """ "timeoutSeconds":3 """,
        """ "matchConditions":[{"name":"c","expression":"request.namespace != 'team-2'"}] """,
        """ "matchConditions":[{"name":"c","expression":"has(object.metadata.labels.tier)"}] """,
    ];

    [Fact]
    public void AskingOnce_IsAskingEverywhere()
    {
        var random = new Random(1);
        var told = new HashSet<CoverageKind>();
        for (var i = 0; i < Clusters; i++)
        {
            JsonElement[] objects = [.. Gatekeeper(random), Kyverno(random), Override(random), .. Registrations(random)];
            var targets = Enumerable.Range(0, 5).Select(n => Target($"team-{n}", random)).ToArray();
            var policies = Compiled(objects);
            var user = new RequestUser("eve", []);
            var once = ClusterCoverage.Of(policies, targets, user);
            var everywhere = ClusterCoverage.Of([.. policies.Select(p => new Everywhere((IScopedPolicy)p))], targets, user);
            foreach (var (a, b) in once.Zip(everywhere))
                Assert.True(Text(a) == Text(b), $"{string.Join('\n', objects.Select(o => o.ToString()))}\n{Text(a)} | {a.Reason}\n{Text(b)} | {b.Reason}");
            told.UnionWith(once.Select(c => c.Coverage));
        }

        Assert.Contains(CoverageKind.Covered, told);
        Assert.True(told.Count > 2, string.Join(' ', told));
    }

    /// <summary>Where a policy has no namespace in the cluster, it is judged in one that it is for.</summary>
    [Theory]
    [InlineData("""{"kind":"Policy","metadata":{"name":"p","namespace":"shop"},MATCH""", "")]
    [InlineData("""{"kind":"ClusterPolicy","metadata":{"name":"p"},MATCH""", """,  "namespaces":["team-*"],"namespaceSelector":{"matchLabels":{"env":"p*"} } """)]
    [InlineData("""{"kind":"ClusterPolicy","metadata":{"name":"p"},MATCH""", """,  "selector":{"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]} """)]
    public void NoNamespace_IsJudgedInAnExample(string policy, string filter)
    {
        var rules = $$""" "apiVersion":"kyverno.io/v1","spec":{"rules":[{"name":"r","match":{"any":[{"resources":{"kinds":["Pod"]{{filter}} } }]},"validate":{{s_validate[0]}} }]} }""";
        var objects = new[] { Json.Of(policy.Replace("MATCH", rules, StringComparison.Ordinal)) };
        var coverage = Assert.Single(ClusterCoverage.Of(Compiled(objects), [], new RequestUser("eve", [])));
        Assert.Equal((CoverageKind.Covered, 0), (coverage.Coverage, coverage.EnforcedNamespaceCount));
    }

    private static ImmutableArray<IPolicy> Compiled(JsonElement[] objects)
    {
        var all = new Objects.PolicyObjects(objects);
        return [.. GatekeeperEngine.Compile(all, 36), .. KyvernoEngine.Compile(all, 36)];
    }

    private static IEnumerable<JsonElement> Gatekeeper(Random random)
    {
        yield return Cluster.Template(s_rego[random.Next(s_rego.Length)]);
        yield return Cluster.Constraint($$"""{"match":{ {{Some(s_match, random)}} } }""");
        if (random.Next(2) == 0)
            yield return Json.Of("""{"apiVersion":"config.gatekeeper.sh/v1alpha1","kind":"Config","metadata":{"name":"config","namespace":"gatekeeper-system"},"spec":{"match":[{"excludedNamespaces":["team-4"],"processes":["*"]}]} }""");
    }

    private static JsonElement Kyverno(Random random) => Json.Of($$"""
        {"apiVersion":"kyverno.io/v1","kind":"ClusterPolicy","metadata":{"name":"p"},"spec":{"validationFailureAction":"Enforce","rules":[{"name":"r",
         "match":{"{{(random.Next(2) == 0 ? "any" : "all")}}":[{"resources":{"kinds":["Pod"],{{Some(s_filters, random)}} } }]},
         "exclude":{"any":[{"resources":{"kinds":["Pod"],{{Some(s_filters, random)}} } }]},
         "validate":{{s_validate[random.Next(s_validate.Length)]}} }]} }
        """);

    private static JsonElement Override(Random random) => Json.Of($$"""
        {"apiVersion":"kyverno.io/v1","kind":"Policy","metadata":{"name":"q","namespace":"team-{{random.Next(6)}}"},"spec":{"validationFailureAction":"Audit",
         "validationFailureActionOverrides":[{"action":"enforce","namespaces":["team-{{random.Next(4)}}"]}],
         "rules":[{"name":"r","match":{"any":[{"resources":{"kinds":["Pod"]} }]},"validate":{{s_validate[0]}} }]} }
        """);

    /// <summary>None, one or both of the webhooks, each narrowed in some way.</summary>
    private static IEnumerable<JsonElement> Registrations(Random random)
    {
        foreach (var (configuration, webhook) in (ValueTuple<string, string>[])[("gatekeeper", "validation.gatekeeper.sh"), ("kyverno-resource-validating-webhook-cfg", "validate.kyverno.svc-fail")])
        {
            if (random.Next(2) == 0)
                continue;
            yield return Json.Of($$"""
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"{{configuration}}"},
                 "webhooks":[{"name":"{{webhook}}",{{Some(s_narrowings, random)}},"sideEffects":"None",
                 "rules":[{"apiGroups":["*"],"apiVersions":["*"],"operations":["CREATE","UPDATE"],"resources":["pods","pods/ephemeralcontainers"]}]}]}
                """);
        }
    }

    /// <summary>One part or two, of different fields.</summary>
    private static string Some(string[] parts, Random random)
    {
        var (first, second) = (parts[random.Next(parts.Length)], parts[random.Next(parts.Length)]);
        return random.Next(2) == 0 || first[..8] == second[..8] ? first : $"{first},{second}";
    }

    private static NamespaceTarget Target(string name, Random random)
    {
        var labels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = name };
        if (random.Next(2) == 0)
            labels["env"] = random.Next(2) == 0 ? "prod" : "test";
        var pods = Enumerable.Range(0, random.Next(3)).Select(_ => new LabelledPod("web", PodLabels.Of(
            [new("app", random.Next(2) == 0 ? "a" : "b"), .. random.Next(2) == 0 ? [new KeyValuePair<string, string>("tier", "x")] : Array.Empty<KeyValuePair<string, string>>()], [])));
        return new NamespaceTarget(name, labels, [.. pods]) { AreLabelsKnown = random.Next(5) > 0 };
    }

    private static string Text(PolicyCoverage coverage) =>
        $"{coverage.Kind}/{coverage.Name} {coverage.Coverage} {coverage.IsEnforced} {coverage.RefusesAll} {string.Join(',', coverage.EnforcedNamespaces)} {coverage.EnforcedNamespaceCount}";

    /// <summary>Reads everything.</summary>
    private sealed class Everywhere(IScopedPolicy policy) : IScopedPolicy
    {
        public PolicyIdentity Identity => policy.Identity;

        public PolicyScope Scope => policy.Scope with { ReadsNamespace = true, ReadsPodMetadata = true, NameTests = null };

        public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => policy.Decide(request);
    }
}
