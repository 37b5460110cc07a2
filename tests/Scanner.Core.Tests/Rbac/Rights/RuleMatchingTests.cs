using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

public sealed class RuleMatchingTests
{
    private static readonly ResourceAccess s_patch = new("patch", "", "pods/ephemeralcontainers");

    [Theory]
    [InlineData("patch", "", "pods/ephemeralcontainers", true)]
    [InlineData("*", "*", "*", true)]
    [InlineData("patch", "", "*/ephemeralcontainers", true)]
    [InlineData("patch", "*", "pods/ephemeralcontainers", true)]
    [InlineData("patch", "", "pods", false)]
    [InlineData("patch", "", "pods/*", false)]
    [InlineData("patch", "", "*/*", false)]
    [InlineData("patch", "", "*/ephemeral*", false)]
    [InlineData("patch", "", "Pods/ephemeralcontainers", false)]
    [InlineData("patch", "", "pods/ephemeralContainers", false)]
    [InlineData("patch", "core", "pods/ephemeralcontainers", false)]
    [InlineData("patch", "v1", "pods/ephemeralcontainers", false)]
    [InlineData("PATCH", "", "pods/ephemeralcontainers", false)]
    [InlineData("update", "", "pods/ephemeralcontainers", false)]
    [InlineData("patch", "apps", "pods/ephemeralcontainers", false)]
    public void Allows_OneRule_IsByTheLetter(string verb, string group, string resource, bool expected) =>
        Assert.Equal(expected, RuleMatching.Allows(new PolicyRuleFacts([verb], [group], [resource], []), s_patch));

    [Fact]
    public void Allows_EmptyLists_IsNothing() => Assert.False(RuleMatching.Allows(new PolicyRuleFacts([], [], [], []), s_patch));

    /// <summary>A resource has no pattern: <c>*/roles</c> would be a subresource of that name.</summary>
    [Fact]
    public void Allows_PatternOfASubresource_IsNoResource() =>
        Assert.False(RuleMatching.Allows(new PolicyRuleFacts(["*"], ["*"], ["*/roles"], []), new ResourceAccess("escalate", "rbac.authorization.k8s.io", "roles")));

    [Theory]
    [InlineData("*", true)]
    [InlineData("*/ephemeralcontainers", false)]
    [InlineData("pods/ephemeralcontainers", false)]
    public void IsWildcard_OneRule_IsByTheStarAlone(string resource, bool expected) =>
        Assert.Equal(expected, RuleMatching.IsWildcard(new PolicyRuleFacts(["patch"], [""], [resource], []), s_patch));

    [Theory]
    [InlineData("get", "", "pods", false)]
    [InlineData("create", "", "pods/exec", false)]
    [InlineData("create", "", "pods", true)]
    [InlineData("update", "", "pods/ephemeralcontainers", true)]
    [InlineData("bind", "rbac.authorization.k8s.io", "clusterroles", true)]
    [InlineData("impersonate", "", "users", true)]
    [InlineData("impersonate:user-info", "authentication.k8s.io", "users", true)]
    [InlineData("create", "", "serviceaccounts/token", true)]
    [InlineData("*", "*", "*", true)]
    public void Matters_OneRule_IsWhetherItLeadsToTheRight(string verb, string group, string resource, bool expected) =>
        Assert.Equal(expected, RbacRelevance.Matters(new PolicyRuleFacts([verb], [group], [resource], [])));
}
