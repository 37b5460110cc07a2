using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Escalations;

/// <summary>Who could take a step everywhere is looked at again only where one more can lead somewhere, or one less.</summary>
public sealed class HoldingsTableTests
{
    private static readonly ObjectName s_debug = new(null, "debug");
    private static readonly ObjectName s_edit = new(null, "edit");

    private static readonly Dictionary<ObjectName, RoleContent> s_contents = new()
    {
        [s_debug] = Content(new PolicyRuleFacts(["patch"], [""], ["pods/ephemeralcontainers"], [])),
        [s_edit] = Content(new PolicyRuleFacts(["impersonate"], [""], ["serviceaccounts"], [])),
        [new(null, "controller")] = Content(
            new(["create"], [""], ["serviceaccounts/token"], []), new(["bind", "update"], ["rbac.authorization.k8s.io"], ["clusterroles", "rolebindings"], [])),
    };

    private readonly HoldingsTable _table;
    private int _read;

    public HoldingsTableTests()
    {
        // Each search of the controller's steps reads the bindings of the one role that gives the right.
        _table = new HoldingsTable(_ =>
        {
            _read++;
            return [Binding("a", "debugger", s_debug, Subject.User("alice"))];
        });
        _table.RoleGrants(s_debug, grants: true);
        Set(Subject.User("controller"), Binding(null, "controller", new(null, "controller"), Subject.User("controller")));
        Refresh(1);
    }

    [Fact]
    public void Refresh_SomebodysReachChanges_SearchesForClusterWideSteps()
    {
        Set(Subject.User("alice"), Binding("a", "debugger", s_debug, Subject.User("alice")));
        Refresh(1);
        Set(Subject.User("alice"));
        Refresh(1);
    }

    [Fact]
    public void Refresh_BindingThatGivesTheRightComes_SearchesForClusterWideSteps()
    {
        _table.BindingGrants(new ObjectName("a", "debugger"));
        Refresh(1);
        _table.BindingGrants(new ObjectName(null, "debugger"));
        Refresh(1);
    }

    /// <summary>Most changes of a cluster are of this kind.</summary>
    [Fact]
    public void Refresh_NobodysReachChanges_LeavesClusterWideSteps()
    {
        var account = Subject.ServiceAccount("a", "robot");
        Set(account, Binding("a", "edit", s_edit, account));
        Refresh(0);
        Set(Subject.User("bob"), Binding("b", "edit", s_edit, Subject.User("bob")));
        Refresh(0);
        Set(account);
        Refresh(0);
    }

    [Fact]
    public void Refresh_SameReachByAnotherBinding_LeavesClusterWideSteps()
    {
        var (alice, debugger) = (Subject.User("alice"), Binding("a", "debugger", s_debug, Subject.User("alice")));
        Set(alice, debugger);
        Refresh(1);
        Set(alice, debugger, Binding("a", "more", s_debug, alice));
        Refresh(0);
    }

    /// <summary>Ten thousand accounts are put into words once for all who may act as any of them.</summary>
    [Fact]
    public void Accounts_AllOfThem_StayWhileNoneOfThemChanges()
    {
        var (one, other, group) = (Subject.ServiceAccount("a", "one"), Subject.ServiceAccount("b", "other"), Subject.Group("system:serviceaccounts:c"));
        Set(one, Binding("a", "one", s_debug, one));
        var before = All();
        Assert.Equal(["service account a/one"], before.Through);
        Set(Subject.User("alice"), Binding("b", "debugger", s_debug, Subject.User("alice")));
        Set(other, Binding("b", "edit", s_edit, other));
        Assert.Same(before, All());
        Set(other, Binding("b", "other", s_debug, other));
        Assert.Equal(["service account a/one", "service account b/other"], All().Through);
        Set(group, Binding("c", "group", s_debug, group));
        Set(one);
        Assert.Equal(["group system:serviceaccounts:c", "service account b/other"], All().Through);
        Assert.Equal(NamespaceReach.Of(["b", "c"]), All().Reach);
    }

    private StepTarget All() => _table.Accounts(null, ObjectNames.All, NamespaceReach.Everywhere);

    private void Set(Subject subject, params ReadOnlySpan<BindingFacts> bindings) =>
        _table.Set(SubjectHoldings.Of(subject, [.. bindings], name => s_contents[name]));

    private void Refresh(int searches)
    {
        var before = _read;
        _table.Refresh();
        Assert.Equal(searches, _read - before);
    }

    private static BindingFacts Binding(string? ns, string name, ObjectName role, Subject subject) =>
        new(new ObjectName(ns, name), new RoleReference(true, role.Name), [subject]);

    private static RoleContent Content(params ReadOnlySpan<PolicyRuleFacts> rules) => RoleContent.Of([.. rules]);
}
