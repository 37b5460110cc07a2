using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;

namespace Scanner.Tests.Rbac;

/// <summary>What is left when somebody asks about a namespace or a subject.</summary>
public sealed class RbacRestrictionTests
{
    private readonly RbacPosture _all = RbacObjects.Recorded().Index().Posture();

    [Fact]
    public void To_Nothing_IsTheVerySame() => Assert.Same(_all, RbacRestriction.To(_all, [], null));

    [Fact]
    public void To_Namespace_KeepsItsRightsAndThoseOfEverywhere()
    {
        var restricted = RbacRestriction.To(_all, ["psa-baseline"], null);
        Assert.Equal(["group oncall", "group system:masters", "group tenants", "service account kube-system/generic-garbage-collector"], Names(restricted));
        Assert.Contains(Subject.User("erin"), restricted.Escalations.Keys);
        // Bound cluster-wide.
        Assert.Single(restricted.Dangling);
    }

    [Fact]
    public void To_ServiceAccount_TakesTheGroupsItIsIn()
    {
        var objects = RbacObjects.Parse("""
            kind: ClusterRole
            metadata: {name: debug}
            rules: [{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}]
            ---
            kind: RoleBinding
            metadata: {name: everybody, namespace: a}
            roleRef: {kind: ClusterRole, name: debug}
            subjects:
              - {kind: Group, name: "system:authenticated"}
              - {kind: Group, name: "system:unauthenticated"}
              - {kind: Group, name: "system:serviceaccounts"}
              - {kind: Group, name: "system:serviceaccounts:b"}
              - {kind: Group, name: "system:serviceaccounts:c"}
              - {kind: User, name: "system:anonymous"}
              - {kind: User, name: alice}
            """);
        var all = objects.Index().Posture();
        Assert.Equal(
            ["group system:authenticated", "group system:serviceaccounts", "group system:serviceaccounts:b"],
            Names(RbacRestriction.To(all, [], Subject.ServiceAccount("b", "robot"))));
        Assert.Equal(["user alice", "group system:authenticated"], Names(RbacRestriction.To(all, [], Subject.User("alice"))));
        Assert.Equal(["user system:anonymous", "group system:unauthenticated"], Names(RbacRestriction.To(all, [], Subject.User("system:anonymous"))));
        Assert.Empty(Names(RbacRestriction.To(all, ["b"], Subject.User("alice"))));
    }

    private static IEnumerable<string> Names(RbacPosture rbac) => rbac.Subjects.Keys.Select(s => s.ToString());
}
