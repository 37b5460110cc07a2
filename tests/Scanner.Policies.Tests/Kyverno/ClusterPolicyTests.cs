using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

public sealed class ClusterPolicyTests
{
    private const string Privileged = """{"name":"debug","image":"busybox","securityContext":{"privileged":true}}""";
    private const string Benign = """{"name":"debug","image":"busybox","securityContext":{"privileged":false}}""";

    [Theory]
    [InlineData("""{"spec":{"=(ephemeralContainers)":[{"=(securityContext)":{"=(privileged)":"false"}}]}}""", true)]
    [InlineData("""{"spec":{"=(ephemeralContainers)":[{"name":"!debug"}]}}""", true)]
    [InlineData("""{"spec":{"X(ephemeralContainers)":"null"}}""", true)]
    [InlineData("""{"spec":{"=(ephemeralContainers)":[{"(image)":"busybox","securityContext":{"privileged":false}}]}}""", true)]
    [InlineData("""{"spec":{"=(ephemeralContainers)":[{"(image)":"nginx*","securityContext":{"privileged":false}}]}}""", false)]
    [InlineData("""{"spec":{"^(ephemeralContainers)":[{"image":"busy*"}]}}""", false)]
    [InlineData("""{"spec":{"^(ephemeralContainers)":[{"image":"nginx"}]}}""", true)]
    [InlineData("""{"metadata":{"labels":{"<(app)":"other"}},"spec":{"hostPID":true}}""", false)]
    [InlineData("""{"spec":{"containers":[{"=(securityContext)":{"=(privileged)":"false"}}]}}""", false)]
    public void Pattern_Anchors(string pattern, bool isDenied) =>
        Assert.Equal(isDenied, Policies.Decide(Policies.Cluster($$"""{"pattern":{{pattern}} }"""), Privileged, RequestChannel.Ephemeral) is PolicyDecision.Denied);

    [Fact]
    public void AnyPattern_DeniesWhereNoneMatches_AndNamesEach()
    {
        var policy = Policies.Cluster("""{"message":"no","anyPattern":[{"spec":{"hostPID":true}},{"spec":{"hostIPC":true}}]}""");
        var denied = Assert.IsType<PolicyDecision.Denied>(Policies.Decide(policy, Benign, RequestChannel.Regular));
        Assert.Equal("validation error: no. rule r[0] failed at path /spec/hostPID/ rule r[1] failed at path /spec/hostIPC/", denied.Message);
    }

    /// <summary>
    /// Kyverno computes a context entry for the new object and keeps it while it looks at the old one, so both violate and the update is let
    /// through. The same condition without the entry denies.
    /// </summary>
    [Theory]
    [InlineData("", "{{ length(request.object.spec.ephemeralContainers || `[]`) }}", true)]
    [InlineData("""{"name":"count","variable":{"jmesPath":"length(request.object.spec.ephemeralContainers || `[]`)"}}""", "{{ count }}", false)]
    public void ContextEntry_HidesThatTheOldObjectIsFine(string entry, string key, bool isDenied)
    {
        var policy = Policies.Cluster(
            $$$"""{"deny":{"conditions":{"any":[{"key":"{{{key}}}","operator":"GreaterThan","value":0}]} } }""",
            entry.Length > 0 ? $"\"context\":[{entry}]," : "");
        Assert.Equal(isDenied, Policies.Decide(policy, Privileged, RequestChannel.Ephemeral) is PolicyDecision.Denied);
    }

    [Theory]
    [InlineData("""{"name":"c","apiCall":{"urlPath":"/api/v1/nodes"}}""", "apiCall c")]
    [InlineData("""{"name":"c","globalReference":{"name":"nodes"}}""", "globalReference c")]
    [InlineData("""{"name":"c","imageRegistry":{"reference":"nginx"}}""", "imageRegistry c")]
    [InlineData("""{"name":"c","configMap":{"name":"allowed","namespace":"kyverno"}}""", "ConfigMap kyverno/allowed (c)")]
    [InlineData("""{"name":"c","variable":{"jmesPath":"time_now_utc()"}}""", "the present time")]
    public void WhatHasToBeAsked_IsUnknownByItsName(string entry, string what)
    {
        var policy = Policies.Cluster("""{"deny":{"conditions":{"any":[{"key":"{{ c }}","operator":"Equals","value":"x"}]}}}""", $"\"context\":[{entry}],");
        Assert.Equal(what, Assert.Single(Assert.IsType<PolicyDecision.Unknown>(Policies.Decide(policy, Benign, RequestChannel.Ephemeral)).What));
    }

    [Fact]
    public void ConfigMapThatIsThere_IsRead()
    {
        const string map = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"allowed","namespace":"kyverno"},"data":{"image":"busybox"}}""";
        var policy = Policies.Cluster(
            """{"deny":{"conditions":{"any":[{"key":"{{ request.object.spec.ephemeralContainers[0].image || '' }}","operator":"Equals","value":"{{ c.data.image }}"}]}}}""",
            "\"context\":[{\"name\":\"c\",\"configMap\":{\"name\":\"allowed\",\"namespace\":\"kyverno\"}}],");
        Assert.IsType<PolicyDecision.Denied>(Policies.Decide(policy, Benign, RequestChannel.Ephemeral, map));
    }

    [Theory]
    [InlineData("Enforce", true)]
    [InlineData("Audit", false)]
    public void Unknown_DeniesOnlyWhereTheRuleIsEnforced(string action, bool canDeny)
    {
        var validate = $$$"""{"failureAction":"{{{action}}}","deny":{"conditions":{"all":[{"key":"{{x}}","operator":"Equals","value":"1"}]} } }""";
        var policy = Policies.Cluster(validate, """ "context":[{"name":"x","apiCall":{"urlPath":"/api/v1/namespaces"} }],""");
        Assert.Equal(canDeny, Assert.IsType<PolicyDecision.Unknown>(Policies.Decide(policy, Benign, RequestChannel.Ephemeral)).CanDeny);
    }

    [Fact]
    public void Unknown_ThatAnotherConditionDecides_IsNone()
    {
        var policy = Policies.Cluster(
            """{"deny":{"conditions":{"all":[{"key":"{{ c }}","operator":"Equals","value":"x"},{"key":"a","operator":"Equals","value":"b"}]}}}""",
            "\"context\":[{\"name\":\"c\",\"apiCall\":{\"urlPath\":\"/api\"}}],");
        Assert.IsType<PolicyDecision.Allowed>(Policies.Decide(policy, Benign, RequestChannel.Ephemeral));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("""{"controlName":"Privileged Containers","images":["busybox*"]}""", false)]
    [InlineData("""{"controlName":"Privileged Containers","images":["nginx*"]}""", true)]
    [InlineData("""{"controlName":"Privileged Containers","images":["*"],"restrictedField":"spec.containers[*].securityContext.privileged","values":["true"]}""", true)]
    public void PodSecurity_Excludes(string exclude, bool isDenied)
    {
        var policy = Policies.Cluster($$$"""{"podSecurity":{"level":"baseline","version":"latest","exclude":[{{{exclude}}}]}}""");
        Assert.Equal(isDenied, Policies.Decide(policy, Privileged, RequestChannel.Ephemeral) is PolicyDecision.Denied);
    }

    [Theory]
    [InlineData("roles")]
    [InlineData("clusterRoles")]
    public void Roles_AreUnknown(string wanted)
    {
        var policy = Policies.Cluster("""{"deny":{}}""", $"\"exclude\":{{\"any\":[{{\"{wanted}\":[\"admin\"]}}]}},");
        Assert.Equal("the roles of the user", Assert.Single(Assert.IsType<PolicyDecision.Unknown>(Policies.Decide(policy, Privileged, RequestChannel.Ephemeral)).What));
    }

    [Fact]
    public void OlderKyverno_RegistersNothingForEphemeralContainers()
    {
        const string deployment = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"kyverno","namespace":"kyverno"},
             "spec":{"template":{"spec":{"containers":[{"image":"ghcr.io/kyverno/kyverno:v1.5.2"}]}}}}
            """;
        var decision = Policies.Decide(Policies.Cluster("""{"deny":{}}"""), Privileged, RequestChannel.Ephemeral, deployment);
        Assert.Contains("1.5.3", Assert.IsType<PolicyDecision.NotMatched>(decision).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[*/*,shop,*]", false)]
    [InlineData("[Pod,shop,*]", true)]
    [InlineData("[Pod/ephemeralcontainers,*,*]", false)]
    public void ResourceFilters_WithoutASubresourceDoNotFilterIt(string filters, bool isDenied)
    {
        var map = $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"kyverno","namespace":"kyverno"},"data":{"resourceFilters":"{{{filters}}}"}}""";
        Assert.Equal(isDenied, Policies.Decide(Policies.Cluster("""{"message":"no","deny":{"conditions":{"any":[{"key":"{{ request.operation }}","operator":"Equals","value":"UPDATE"}]}}}"""), Benign, RequestChannel.Ephemeral, map) is PolicyDecision.Denied);
    }

    [Fact]
    public void RuleThatFails_DeniesOnlyWhereFailurePolicyIsFail()
    {
        const string wrong = """{"deny":{"conditions":{"any":[{"key":"{{ request.object.spec.nothing }}","operator":"Equals","value":"x"}]}}}""";
        Assert.True(Assert.IsType<PolicyDecision.Failed>(Policies.Decide(Policies.Cluster(wrong), Benign, RequestChannel.Ephemeral)).IsDenied);
        Assert.False(Assert.IsType<PolicyDecision.Failed>(Policies.Decide(Policies.Cluster(wrong, spec: "\"failurePolicy\":\"Ignore\","), Benign, RequestChannel.Ephemeral)).IsDenied);
    }
}
