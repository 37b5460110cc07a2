using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>
/// The shape of the policies that chart kyverno-policies 3.9.0 installs by default: a ValidatingPolicy for <c>pods</c> alone, whose
/// expression reads ephemeral containers.
/// </summary>
public sealed class DefaultPoliciesTests
{
    private const string Container = """{"name":"debug","image":"busybox","securityContext":{"privileged":true}}""";

    [Theory]
    [InlineData("\"pods\"", RequestChannel.Regular, true)]
    [InlineData("\"pods\"", RequestChannel.Ephemeral, false)]
    [InlineData("\"pods\",\"pods/ephemeralcontainers\"", RequestChannel.Ephemeral, true)]
    public void PrivilegedContainer_ByResourcesOfThePolicy(string resources, RequestChannel channel, bool isDenied)
    {
        var decision = Policies.Decide(Policy(resources), Container, channel);
        if (isDenied)
            Assert.Equal("Policy disallow-privileged-containers failed: Privileged mode is disallowed.", Assert.IsType<PolicyDecision.Denied>(decision).Message);
        else
            Assert.Contains("Kyverno would register its webhook with these rules alone", Assert.IsType<PolicyDecision.NotMatched>(decision).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Workloads_AreJudgedByWhatIsMadeOfThePolicy()
    {
        const string deployment = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},
             "spec":{"template":{"metadata":{},"spec":{"containers":[{"name":"web","image":"x","securityContext":{"privileged":true}}]}}}}
            """;
        var request = Policies.Request(Container, RequestChannel.Regular) with
        {
            Kind = new GroupVersionKind("apps", "v1", "Deployment"),
            Resource = new GroupVersionResource("apps", "v1", "deployments"),
            Object = Policies.Element(deployment),
        };
        var policy = Assert.Single(KyvernoEngine.Compile(Policies.Objects(Policy("\"pods\"")), 36));
        Assert.IsType<PolicyDecision.Denied>(Assert.Single(policy.Decide(request)).Decision);
    }

    [Theory]
    [InlineData("image(object.spec.ephemeralContainers[0].image).registry() == 'index.docker.io'", true)]
    [InlineData("resource.Get('v1', 'configmaps', 'kyverno', 'x').data.a == 'b'", null)]
    [InlineData("false && resource.Get('v1', 'configmaps', 'kyverno', 'x').data.a == 'b'", false)]
    [InlineData("http.Get('https://example.com').ok || true", true)]
    [InlineData("parseServiceAccount('system:serviceaccount:a:b').Namespace == 'a'", true)]
    public void Libraries_OfKyverno(string expression, bool? isAllowed)
    {
        var decision = Policies.Decide(Policy("\"pods/ephemeralcontainers\"", expression), Container, RequestChannel.Ephemeral);
        Assert.Equal(isAllowed is null ? typeof(PolicyDecision.Unknown) : isAllowed == true ? typeof(PolicyDecision.Allowed) : typeof(PolicyDecision.Denied), decision.GetType());
    }

    private static string Policy(string resources, string expression = "variables.all.all(c, c.?securityContext.?privileged.orValue(false) == false)") => $$"""
        {"apiVersion":"policies.kyverno.io/v1","kind":"ValidatingPolicy","metadata":{"name":"disallow-privileged-containers"},"spec":{
         "validationActions":["Deny"],
         "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":[{{resources}}]}]},
         "variables":[{"name":"all","expression":"object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])"}],
         "validations":[{"message":"Privileged mode is disallowed.","expression":"{{expression}}"}] } }
        """;
}
