using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Escalations;

/// <summary>
/// Whose rights a subject can have by acting in their name, by the plain verb and by those of constrained impersonation (KEP-5284).
/// Groups can only be taken together with a user or a service account.
/// </summary>
internal sealed class ImpersonationFinder(
    SubjectHoldings subject, IEscalationTargets targets, Action<BoundPermission, EscalationKind, StepTarget> add)
{
    private const string NodeUser = "system:node:";

    public void Find()
    {
        Plain();
        UserInfo();
        ServiceAccountMode();
    }

    private void Plain()
    {
        var users = ClusterWide(Permission.ImpersonateUsers);
        var accounts = subject.All(Permission.ImpersonateServiceAccounts).ToList();
        foreach (var held in users)
            Users(held, static _ => true, NamespaceReach.Everywhere);
        foreach (var held in accounts)
            Accounts(held, NamespaceReach.Everywhere);
        if (users.Count + accounts.Count == 0)
            return;
        foreach (var held in ClusterWide(Permission.ImpersonateGroups))
            Groups(held, static _ => true, NamespaceReach.Everywhere);
    }

    private void UserInfo()
    {
        var on = On(Permission.OnUserInfo);
        var users = ClusterWide(Permission.ImpersonateUserInfoUsers);
        foreach (var held in users)
            Users(held, static u => !u.Name.StartsWith(NodeUser, StringComparison.Ordinal), on);
        if (users.Count == 0)
            return;
        // This mode never takes system:masters, whatever the rule says.
        foreach (var held in ClusterWide(Permission.ImpersonateUserInfoGroups))
            Groups(held, static g => g != KnownSubjects.Masters, on);
    }

    private void ServiceAccountMode()
    {
        var on = On(Permission.OnServiceAccount);
        foreach (var held in subject.All(Permission.ImpersonateServiceAccountMode))
            Accounts(held, on);
    }

    private void Users(BoundPermission held, Func<Subject, bool> allowed, NamespaceReach within)
    {
        List<Subject> others = [.. targets.Holders(SubjectKind.User).Where(u => held.Names.Contains(u.Name) && allowed(u))];
        // Nobody has to log in to be nobody.
        if (held.Names.Contains(KnownSubjects.Anonymous.Name) && !targets.ReachOf(KnownSubjects.Unauthenticated).IsEmpty)
            others.Add(KnownSubjects.Unauthenticated);
        Take(held, others, within);
    }

    private void Groups(BoundPermission held, Func<Subject, bool> allowed, NamespaceReach within) =>
        Take(held, [.. targets.Holders(SubjectKind.Group).Where(g => held.Names.Contains(g.Name) && allowed(g))], within);

    private void Accounts(BoundPermission held, NamespaceReach within) =>
        add(held, EscalationKind.Impersonate, targets.Accounts(held.Namespace, held.Names, within));

    private void Take(BoundPermission held, List<Subject> others, NamespaceReach within)
    {
        var target = new StepTarget();
        others.ForEach(t => target.Add(targets.ReachOf(t).Intersect(within), t.ToString()));
        add(held, EscalationKind.Impersonate, target);
    }

    // Users and groups are cluster-scoped: a RoleBinding does not give them.
    private List<BoundPermission> ClusterWide(Permission permission) => [.. subject.All(permission).Where(r => r.Namespace is null)];

    private NamespaceReach On(Permission permission) => NamespaceReach.Of([.. subject.All(permission).Select(r => r.Namespace)]);
}
