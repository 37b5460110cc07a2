using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Kyverno.Successors;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>The ValidatingPolicy that is given out for a ClusterPolicy, as the evaluator of ValidatingPolicies reads it.</summary>
public sealed class PolicySuccessorTests
{
    private const string Privileged =
        """{"message":"no","pattern":{"spec":{"containers":[{"=(securityContext)":{"=(privileged)":"false"} }],"=(ephemeralContainers)":[{"=(securityContext)":{"=(privileged)":"false"} }]} } }""";

    private const string Escalation = """{"message":"no","pattern":{"spec":{"containers":[{"securityContext":{"allowPrivilegeEscalation":"false"} }]} } }""";

    private const string NonRoot =
        """
        {"message":"no","anyPattern":[{"spec":{"securityContext":{"runAsNonRoot":"true"},"containers":[{"=(securityContext)":{"=(runAsNonRoot)":"true"} }]} },
         {"spec":{"containers":[{"securityContext":{"runAsNonRoot":"true"} }]} }]}
        """;

    private const string Capabilities =
        """
        {"message":"no","foreach":[{"list":"request.object.spec.[ephemeralContainers, initContainers, containers][]","deny":{"conditions":{"any":[
         {"key":"{{ element.securityContext.capabilities.add[] || `[]` }}","operator":"AnyNotIn","value":["CHOWN","NET_BIND_SERVICE"]}]} } }]}
        """;

    private const string Tag = """{"message":"no","pattern":{"spec":{"containers":[{"image":"*:* & !*:latest"}]} } }""";

    /// <summary>Whether it names a setting, lists capabilities or is a standard, the same containers are denied by both.</summary>
    [Theory]
    [InlineData(Privileged, "privileged")]
    [InlineData(Escalation, "privileged,escalation,bare")]
    [InlineData(Capabilities, "capabilities")]
    [InlineData(Tag, "latest,digest")]
    [InlineData(NonRoot, "root")]
    [InlineData("""{"podSecurity":{"level":"baseline","version":"latest"} }""", "privileged,capabilities,seccomp,selinux,procmount,apparmor,windows")]
    [InlineData(
        """{"podSecurity":{"level":"restricted","version":"latest"} }""",
        "privileged,capabilities,nodrop,root,escalation,seccomp,selinux,procmount,apparmor,windows,bare")]
    public void Successor_OfWhatIsSaidOfContainers_CoversTheSame(string validate, string denied)
    {
        var coverage = Coverage(Successor(Policies.Cluster(validate))!);
        Assert.Equal((CoverageKind.Covered, true, false), (coverage.Coverage, coverage.IsEnforced, coverage.RefusesAll));
        Assert.Equal(denied, string.Join(',', coverage.Variants));
        Assert.Equal(("ValidatingPolicy", "p-validating"), (coverage.Kind, coverage.Name));
    }

    /// <summary>Capabilities that no variant adds are asked one by one.</summary>
    [Theory]
    [InlineData("CHOWN", false)]
    [InlineData("SYS_TIME", true)]
    [InlineData("FOWNER", true)]
    public void Successor_EachCapability_IsDeniedAsTheClusterPolicyDeniesIt(string capability, bool isDenied)
    {
        var container = $$"""{"name":"x","image":"i:1","securityContext":{"capabilities":{"add":["{{capability}}"]} } }""";
        Assert.Equal(isDenied, Decide(Successor(Policies.Cluster(Capabilities))!, container) is PolicyDecision.Denied);
    }

    /// <summary>A pod that runs privileged already must be able to change, and to be looked into.</summary>
    [Fact]
    public void Successor_PrivilegedOneIsThereAlready_JudgesTheNewOneAlone()
    {
        const string Pod = """
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"app","image":"i:1","securityContext":{"privileged":true} }]} }
            """;
        var successor = Successor(Policies.Cluster(Privileged))!;
        Assert.IsType<PolicyDecision.Allowed>(Decide(successor, """{"name":"x","image":"i:1"}""", Pod));
        Assert.IsType<PolicyDecision.Denied>(Decide(successor, """{"name":"x","image":"i:1","securityContext":{"privileged":true} }""", Pod));
    }

    [Theory]
    [InlineData("shop", true)]
    [InlineData("other", false)]
    [InlineData("vault", false)]
    public void Successor_NamespacesOfMatchAndExclude_AreItsOwn(string space, bool isFor)
    {
        const string Exclude = """
            "exclude":{"any":[{"resources":{"namespaces":["vault"]} },{"resources":{"namespaceSelector":{"matchLabels":{"tier":"system"} } } }]},
            """;
        var policy = Policies.Cluster(Privileged, Exclude).Replace("\"kinds\":[\"Pod\"]", "\"kinds\":[\"Pod\"],\"namespaces\":[\"shop\",\"vault\"]", StringComparison.Ordinal);
        var successor = Successor(policy)!;
        Assert.Equal(isFor, Denies(successor, space, []));
        Assert.False(Denies(successor, space, new() { ["tier"] = "system" }));
    }

    [Fact]
    public void Successor_OfOneThatReports_Reports()
    {
        var coverage = Coverage(Successor(Policies.Cluster(Privileged).Replace("Enforce", "Audit", StringComparison.Ordinal))!);
        Assert.Equal((CoverageKind.Covered, false), (coverage.Coverage, coverage.IsEnforced));
    }

    [Fact]
    public void Successor_OfPolicyInNamespace_IsThere()
    {
        var policy = Policies.Cluster(Privileged).Replace("ClusterPolicy", "Policy", StringComparison.Ordinal)
            .Replace("\"name\":\"p\"", "\"name\":\"p\",\"namespace\":\"shop\"", StringComparison.Ordinal);
        var successor = Successor(policy)!;
        Assert.Equal(("NamespacedValidatingPolicy", "shop"), (Coverage(successor).Kind, Coverage(successor).Namespace));
        Assert.True(Denies(successor, "shop", []));
        Assert.False(Denies(successor, "other", []));
    }

    /// <summary>What cannot be said of containers and namespaces, or was not found to deny the same, is not given out.</summary>
    [Theory]
    [InlineData("""{"pattern":{"spec":{"containers":[{"image":"ghcr.io/*"}]} } }""", "", "")]
    [InlineData("""{"pattern":{"metadata":{"labels":{"a":"b"} } } }""", "", "")]
    [InlineData("""{"pattern":{"spec":{"hostNetwork":"false"} } }""", "", "")]
    [InlineData("""{"podSecurity":{"level":"baseline","exclude":[{"controlName":"Capabilities","images":["*"]}]} }""", "", "")]
    [InlineData(Privileged, """ "preconditions":{"all":[{"key":"{{ request.object.spec.priority }}","operator":"Equals","value":1}]}, """, "")]
    [InlineData(Privileged, """ "exclude":{"any":[{"subjects":[{"kind":"User","name":"admin"}]}]}, """, "")]
    [InlineData(Privileged, """ "exclude":{"any":[{"resources":{"namespaces":["kube-*"]} }]}, """, "")]
    [InlineData(Privileged, "", """ "validationFailureActionOverrides":[{"action":"Audit","namespaces":["shop"]}], """)]
    public void Successor_OfWhatCannotBeSaid_IsNone(string validate, string rule, string spec) => Assert.Null(Successor(Policies.Cluster(validate, rule, spec)));

    /// <summary>Beside an exception of the old group, a version without the new one, and a policy of its name.</summary>
    [Theory]
    [InlineData("""{"apiVersion":"kyverno.io/v2","kind":"PolicyException","metadata":{"name":"e","namespace":"n"},"spec":{"exceptions":[{"policyName":"p"}]} }""")]
    [InlineData(
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"k","namespace":"kyverno"},
         "spec":{"template":{"spec":{"containers":[{"name":"k","image":"ghcr.io/kyverno/kyverno:v1.13.2"}]} } } }
        """)]
    [InlineData("""{"apiVersion":"policies.kyverno.io/v1","kind":"ValidatingPolicy","metadata":{"name":"p-validating"},"spec":{} }""")]
    public void Successor_WhereItWouldNotStand_IsNone(string beside) => Assert.Null(Successor(Policies.Cluster(Privileged), beside));

    /// <summary>Texts of the policy reach nothing but the name, and one that no object can have gives no successor.</summary>
    [Theory]
    [InlineData("p'); kubectl")]
    [InlineData("\\nEOF\\n")]
    [InlineData("-p")]
    [InlineData("p\\u202e")]
    public void Successor_OfHostileName_IsNone(string name) => Assert.Null(Successor(Policies.Cluster(Privileged, name: name)));

    private static string? Successor(string policy, params string[] beside)
    {
        var objects = Policies.Objects([policy, .. beside]);
        var identity = KyvernoEngine.Compile(objects, 36)[0].Identity;
        var coverage = new PolicyCoverage(identity.Engine, identity.Kind, identity.Namespace, identity.Name) { Coverage = CoverageKind.Covered, Reason = "" };
        return new PolicySuccessor(objects, 36).Of(coverage);
    }

    private static PolicyCoverage Coverage(string successor) => Assert.Single(ClusterCoverage.Of(
        [Compiled(successor)], [new NamespaceTarget("shop", ImmutableDictionary<string, string>.Empty, [])], new RequestUser("eve", [])));

    private static IPolicy Compiled(string successor) => Assert.Single(KyvernoEngine.Compile(Policies.Objects(successor), 36));

    private static PolicyDecision Decide(string successor, string container, string? pod = null) =>
        Assert.Single(Compiled(successor).Decide(pod is null ? Policies.Request(container, RequestChannel.Ephemeral) : Policies.Request(container, RequestChannel.Ephemeral, pod))).Decision;

    private static bool Denies(string successor, string space, Dictionary<string, string> labels) => Compiled(successor)
        .Decide(VariantRequests.In(space, labels, new RequestUser("eve", [])).Get(ContainerVariants.Privileged, RequestChannel.Ephemeral))
        .Any(d => d.Decision is PolicyDecision.Denied);
}
