using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Facts;
using Scanner.Publishing.Documents;

namespace Scanner.Tests.Rbac;

/// <summary>One step to the right; every step told is one that an API server lets happen.</summary>
public sealed class EscalationTests
{
    // What there is to be reached: debugger in namespace a, oncall everywhere, and user root of a role in namespace a.
    private const string Cluster = """
        kind: ClusterRole
        metadata: {name: cluster-admin}
        rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
        ---
        kind: ClusterRole
        metadata: {name: debug}
        rules: [{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}]
        ---
        kind: ClusterRole
        metadata: {name: harmless}
        rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
        ---
        kind: Role
        metadata: {name: debug-here, namespace: a}
        rules: [{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [update]}]
        ---
        kind: RoleBinding
        metadata: {name: debugger, namespace: a}
        roleRef: {kind: Role, name: debug-here}
        subjects: [{kind: ServiceAccount, name: debugger}, {kind: User, name: root}]
        ---
        kind: ClusterRoleBinding
        metadata: {name: oncall}
        roleRef: {kind: ClusterRole, name: debug}
        subjects: [{kind: Group, name: oncall}, {kind: ServiceAccount, namespace: ops, name: robot}]
        """;

    private const string Everywhere = "every namespace";

    /// <summary>Rules of a role that is bound to eve: everywhere, or in one namespace.</summary>
    public static TheoryData<string, string?, string> Steps => new()
    {
        // escalate: into a role that is bound to eve already
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate, update]}", null, "escalate every namespace ClusterRole eve" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate, patch], resourceNames: [eve]}", null, "escalate every namespace ClusterRole eve" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate, patch], resourceNames: [debug]}", null, "" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate]}", null, "" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [update]}", null, "" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate, update]}", "b", "escalate namespace b Role b/eve" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate, update]}", "b", "" },

        // bind: with a binding to write
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, clusterrolebindings], verbs: [bind, create]}", null,
            "bind every namespace ClusterRole cluster-admin, ClusterRole debug; create-bindings every namespace ClusterRole cluster-admin, ClusterRole debug" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}", null, "" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings, rolebindings], verbs: [create, update, patch]}", null, "" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, rolebindings], verbs: [bind, create]}", "b",
            "bind namespace b ClusterRole cluster-admin, ClusterRole debug; create-bindings namespace b ClusterRole cluster-admin, ClusterRole debug" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [bind, create]}", "b", "" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [bind, create]}", "a",
            "bind namespace a Role a/debug-here; create-bindings namespace a Role a/debug-here" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, clusterrolebindings], verbs: [bind, create]}", "b", "" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, clusterrolebindings], verbs: [bind, update]}", null,
            "bind every namespace ClusterRoleBinding oncall; create-bindings every namespace ClusterRoleBinding oncall" },
        { "{apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [bind, patch]}", null,
            "bind namespace a RoleBinding a/debugger; create-bindings namespace a RoleBinding a/debugger" },

        // impersonate
        { "{apiGroups: [\"\"], resources: [users], verbs: [impersonate]}", null, "impersonate namespace a user root" },
        { "{apiGroups: [\"\"], resources: [users], verbs: [impersonate], resourceNames: [alice]}", null, "" },
        { "{apiGroups: [\"\"], resources: [users], verbs: [impersonate]}", "a", "" },
        { "{apiGroups: [\"\"], resources: [groups], verbs: [impersonate]}", null, "" },
        { "{apiGroups: [\"\"], resources: [users, groups], verbs: [impersonate], resourceNames: [alice, oncall]}", null, "impersonate every namespace group oncall" },
        { "{apiGroups: [\"\"], resources: [users, groups], verbs: [impersonate], resourceNames: [alice, \"system:masters\"]}", null, "impersonate every namespace group system:masters" },
        { "{apiGroups: [\"\"], resources: [serviceaccounts], verbs: [impersonate]}", "a", "impersonate namespace a service account a/debugger" },
        { "{apiGroups: [\"\"], resources: [serviceaccounts], verbs: [impersonate]}", "b", "" },
        { "{apiGroups: [\"\"], resources: [serviceaccounts], verbs: [impersonate]}", null, "impersonate every namespace service account ops/robot, service account a/debugger" },

        // constrained impersonation: as whom, and what in that name
        { "{apiGroups: [\"*\"], resources: [users, pods/ephemeralcontainers], verbs: [\"impersonate:user-info\", \"impersonate-on:user-info:update\"]}", null, "impersonate namespace a user root" },
        { "{apiGroups: [authentication.k8s.io], resources: [users], verbs: [\"impersonate:user-info\"]}", null, "" },
        { "{apiGroups: [\"*\"], resources: [users, groups, pods/ephemeralcontainers], verbs: [\"impersonate:user-info\", \"impersonate-on:user-info:patch\"], resourceNames: [bob, \"system:masters\"]}", null, "" },
        { "{apiGroups: [\"*\"], resources: [users, groups, pods/ephemeralcontainers], verbs: [\"impersonate:user-info\", \"impersonate-on:user-info:patch\"], resourceNames: [bob, oncall]}", null, "impersonate every namespace group oncall" },
        { "{apiGroups: [\"*\"], resources: [serviceaccounts, pods/ephemeralcontainers], verbs: [\"impersonate:serviceaccount\", \"impersonate-on:serviceaccount:patch\"]}", "a", "impersonate namespace a service account a/debugger" },
        { "{apiGroups: [\"*\"], resources: [serviceaccounts, pods/ephemeralcontainers], verbs: [\"impersonate:serviceaccount\", \"impersonate-on:user-info:patch\"]}", "a", "" },

        // tokens
        { "{apiGroups: [\"\"], resources: [serviceaccounts/token], verbs: [create]}", "a", "token namespace a service account a/debugger" },
        { "{apiGroups: [\"\"], resources: [serviceaccounts/token], verbs: [create], resourceNames: [other]}", "a", "" },
        { "{apiGroups: [\"\"], resources: [serviceaccounts/token], verbs: [create], resourceNames: [robot]}", null, "token every namespace service account ops/robot" },
        { "{apiGroups: [\"\"], resources: [serviceaccounts], verbs: [create]}", "a", "" },

        // who has the right everywhere gains nothing
        { "{apiGroups: [\"*\"], resources: [\"*\"], verbs: [\"*\"]}", null, "" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Find_OneRule_TellsTheStepsThatLeadSomewhere(string rule, string? ns, string expected)
    {
        var kind = ns is null ? "ClusterRole" : "Role";
        var scope = ns is null ? "" : $", namespace: {ns}";
        var objects = RbacObjects.Parse($"{Cluster}\n---\nkind: {kind}\nmetadata: {{name: eve{scope}}}\nrules: [{rule}]\n---\n"
            + $"kind: {kind}Binding\nmetadata: {{name: eve{scope}}}\nroleRef: {{kind: {kind}, name: eve}}\nsubjects: [{{kind: User, name: eve}}]");
        var escalations = objects.Index().Posture().Escalations.GetValueOrDefault(Subject.User("eve"));
        Assert.Equal(expected, escalations.IsDefaultOrEmpty ? "" : string.Join("; ", escalations.Select(Text)));
        Assert.All(escalations.IsDefault ? [] : escalations, e => Assert.Equal((ns, e.Through.Length), (e.Namespace, e.ThroughCount)));
    }

    /// <summary>A ClusterRole in a RoleBinding gives its rights in that namespace alone.</summary>
    [Fact]
    public void Find_ClusterRoleInARoleBinding_ReachesThatNamespace()
    {
        var objects = RbacObjects.Parse(Cluster + """

            ---
            kind: ClusterRole
            metadata: {name: edit}
            rules: [{apiGroups: [""], resources: [serviceaccounts, serviceaccounts/token], verbs: [impersonate, create]}]
            ---
            kind: RoleBinding
            metadata: {name: editors, namespace: a}
            roleRef: {kind: ClusterRole, name: edit}
            subjects: [{kind: Group, name: editors}, {kind: User, name: eve}]
            ---
            kind: RoleBinding
            metadata: {name: editors, namespace: b}
            roleRef: {kind: ClusterRole, name: edit}
            subjects: [{kind: Group, name: editors-of-b}]
            """);
        var posture = objects.Index().Posture();
        Assert.Equal(
            ["impersonate namespace a service account a/debugger", "token namespace a service account a/debugger"],
            posture.Escalations[Subject.Group("editors")].Select(Text));
        Assert.Equal(0, posture.Escalations[Subject.Group("editors")][0].SharedIndex);
        Assert.DoesNotContain(Subject.Group("editors-of-b"), posture.Escalations.Keys);
    }

    /// <summary>Where the subject has the right already it gains nothing.</summary>
    [Fact]
    public void Find_HasTheRightInOneNamespace_TellsTheOthersOnly()
    {
        var objects = RbacObjects.Parse(Cluster + """

            ---
            kind: ClusterRole
            metadata: {name: impersonator}
            rules: [{apiGroups: [""], resources: [users], verbs: [impersonate]}]
            ---
            kind: ClusterRoleBinding
            metadata: {name: impersonators}
            roleRef: {kind: ClusterRole, name: impersonator}
            subjects: [{kind: User, name: root}, {kind: User, name: eve}]
            """);
        var posture = objects.Index().Posture();
        Assert.Equal([Subject.User("eve")], posture.Escalations.Keys);
    }

    [Fact]
    public void Find_RecordedCluster_NamesErinAndNobodyElseOutsideTheControlPlane()
    {
        var posture = RbacObjects.Recorded().Index().Posture();
        var found = posture.Escalations.Values.SelectMany(e => e).Where(e => !e.System).ToList();
        Assert.Equal(
            ["bind", "create-bindings", "escalate", "impersonate"],
            found.Where(e => e.Subject == Subject.User("erin")).Select(e => EscalationKindConverter.WordOf(e.How)).Distinct().Order(StringComparer.Ordinal));
        Assert.All(found, e => Assert.Equal((Subject.User("erin"), "ClusterRoleBinding escalator", "ClusterRole escalator"), (e.Subject, e.BindingText, e.RoleText)));
        Assert.All(found, e => Assert.Equal(Everywhere, e.Reach.ToString()));
    }

    private static string Text(Escalation e) => $"{EscalationKindConverter.WordOf(e.How)} {e.Reach} {string.Join(", ", e.Through)}";
}
