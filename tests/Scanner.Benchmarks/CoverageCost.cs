using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Benchmarks;

/// <summary>What it costs to judge 300 constraints of Gatekeeper and policies of Kyverno in 10,000 namespaces, with and without what they say they read.</summary>
internal static class CoverageCost
{
    private const int PoliciesOfEach = 150;

    private const string Template = """
        {"apiVersion":"templates.gatekeeper.sh/v1","kind":"ConstraintTemplate","metadata":{"name":"noprivileged"},"spec":{
         "crd":{"spec":{"names":{"kind":"NoPrivileged"}}},
         "targets":[{"target":"admission.k8s.gatekeeper.sh","rego":"package p\nviolation[{\"msg\": msg}] {\n c := input_containers[_]\n c.securityContext.privileged\n msg := sprintf(\"Privileged container is not allowed: %v\", [c.name])\n}\ninput_containers[c] { c := input.review.object.spec.containers[_] }\ninput_containers[c] { c := input.review.object.spec.ephemeralContainers[_] }"}]}}
        """;

    /// <param name="isScoped">False asks in every namespace.</param>
    public static void Run(int namespaces, bool isScoped)
    {
        var compiled = Stopwatch.GetTimestamp();
        var objects = new PolicyObjects([Parsed(Template), .. Enumerable.Range(0, PoliciesOfEach).SelectMany(i => (JsonElement[])[Parsed(Constraint(i)), Parsed(Policy(i))])]);
        ImmutableArray<IPolicy> policies = [.. GatekeeperEngine.Compile(objects, minor: 36), .. KyvernoEngine.Compile(objects, minor: 36)];
        Console.WriteLine($"{policies.Length} policies compiled in {Stopwatch.GetElapsedTime(compiled).TotalMilliseconds:0} ms");
        NamespaceTarget[] targets = [.. Enumerable.Range(0, namespaces).Select(i => new NamespaceTarget(
            $"team-{i:00000}", new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = $"team-{i:00000}", ["env"] = i % 3 == 0 ? "prod" : "test" }, []))];
        IPolicy[] asked = isScoped ? [.. policies] : [.. policies.Select(p => new Unscoped(p))];
        var (started, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        var coverage = ClusterCoverage.Of(asked, targets, new RequestUser("eve", ["system:authenticated"]));
        Console.WriteLine($"{coverage.Length} policies in {namespaces} namespaces{(isScoped ? "" : ", unscoped")}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s, "
            + $"{(GC.GetTotalAllocatedBytes() - allocated) / 1e6:0} MB allocated, {coverage.Sum(c => c.EnforcedNamespaceCount)} enforcements");
    }

    private static string Constraint(int index) => $$$"""
        {"apiVersion":"constraints.gatekeeper.sh/v1beta1","kind":"NoPrivileged","metadata":{"name":"c{{{index}}}"},"spec":{"match":{
         "kinds":[{"apiGroups":[""],"kinds":["Pod"]}],"excludedNamespaces":["kube-*","team-000{{{index % 100:00}}}"],
         "namespaceSelector":{"matchExpressions":[{"key":"env","operator":"In","values":["{{{(index % 2 == 0 ? "prod" : "test")}}}"]}]} } } }
        """;

    private static string Policy(int index) => $$$"""
        {"apiVersion":"kyverno.io/v1","kind":"ClusterPolicy","metadata":{"name":"p{{{index}}}"},"spec":{"validationFailureAction":"Enforce","rules":[{"name":"privileged",
         "match":{"any":[{"resources":{"kinds":["Pod"],"namespaceSelector":{"matchLabels":{"env":"{{{(index % 2 == 0 ? "prod" : "test")}}}"} } } }]},
         "exclude":{"any":[{"resources":{"namespaces":["kube-*","team-000{{{index % 100:00}}}"]}}]},
         "validate":{"message":"no","pattern":{"spec":{"=(ephemeralContainers)":[{"=(securityContext)":{"=(privileged)":"false"}}],"containers":[{"=(securityContext)":{"=(privileged)":"false"} }]} } } }]} }
        """;

    private static JsonElement Parsed(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private sealed class Unscoped(IPolicy policy) : IPolicy
    {
        public PolicyIdentity Identity => policy.Identity;

        public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => policy.Decide(request);
    }
}
