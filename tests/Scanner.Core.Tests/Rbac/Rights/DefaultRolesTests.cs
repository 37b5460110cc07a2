using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

public sealed class DefaultRolesTests
{
    private static readonly PolicyRuleFacts s_debug = new(["patch"], [""], ["pods/ephemeralcontainers"], []);

    [Fact]
    public void AddTo_RoleOfThatNameThere_IsLeftAsItIs()
    {
        RoleFacts mine = new(new ObjectName(null, "edit")) { Rules = [s_debug] };
        var roles = DefaultRoles.AddTo([mine, new RoleFacts(new ObjectName("a", "view"))]);
        Assert.Equal(mine, Assert.Single(roles, r => r.Name == mine.Name));
        // A Role called view is none of the cluster's.
        Assert.Single(roles, r => r.IsClusterRole && r.Name.Name == "view");
        Assert.Equal(2 + DefaultRoles.All.Length - 1, roles.Length);
    }

    [Fact]
    public void Resolve_ChartsRoleLabelledForEdit_ReachesEditAndAdminNotView()
    {
        RoleFacts chart = new(new ObjectName(null, "chart-debug"))
        {
            Rules = [s_debug],
            Labels = DefaultRoles.All[0].Labels.Clear().Add("rbac.authorization.k8s.io/aggregate-to-edit", "true"),
        };
        var resolved = RoleAggregation.Resolve(DefaultRoles.AddTo([chart])).Where(r => r.Rules.Contains(s_debug)).Select(r => r.Name.Name);
        Assert.Equal(["admin", "chart-debug", "edit"], resolved.Order());
    }
}
