using Scanner.Simulator.Api;
using Scanner.Simulator.Security;

namespace Scanner.Simulator.Tests.Security;

public sealed class RbacAuthorizerTests
{
    [Theory]
    [InlineData("[/healthz]", "/healthz", true)]
    [InlineData("[/healthz]", "/healthz/etcd", false)]
    [InlineData("[/apis/*]", "/apis/apps", true)]
    [InlineData("[/apis/*]", "/apis", false)]
    [InlineData("['*']", "/anything", true)]
    public void Decide_NonResourceUrl_MatchesExactlyOrByPrefix(string urls, string path, bool expected)
    {
        var authorizer = With($"{{nonResourceURLs: {urls}, verbs: [get]}}");

        Assert.Equal(expected, authorizer.Decide(User("ann"), new AccessAttributes("get", Path: path)).Allowed);
        Assert.False(authorizer.Decide(User("ann"), new AccessAttributes("post", Path: path)).Allowed);
    }

    [Fact]
    public void Decide_ResourceRule_DoesNotCoverPaths() =>
        Assert.False(With("{apiGroups: ['*'], resources: ['*'], verbs: ['*']}").Decide(User("ann"), new AccessAttributes("get", Path: "/metrics")).Allowed);

    [Fact]
    public void Decide_MissingRole_IsNamedInTheRefusal()
    {
        var store = TestStores.Empty();
        store.ApplyYaml(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: b, namespace: n}
            roleRef: {kind: Role, name: gone}
            subjects: [{kind: User, name: ann}]
            """);

        var decision = new RbacAuthorizer(store).Decide(User("ann"), new AccessAttributes("get", Resource: "pods", Namespace: "n"));

        Assert.Equal(new AccessDecision(false, "RBAC: role.rbac.authorization.k8s.io \"gone\" not found"), decision);
    }

    private static UserInfo User(string name) => TokenRegistry.User(name, []);

    private static RbacAuthorizer With(string rule)
    {
        var store = TestStores.Empty();
        store.ApplyYaml(
            $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: r}
            rules: [{{rule}}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: b}
            roleRef: {kind: ClusterRole, name: r}
            subjects: [{kind: User, name: ann}]
            """);
        return new RbacAuthorizer(store);
    }
}
