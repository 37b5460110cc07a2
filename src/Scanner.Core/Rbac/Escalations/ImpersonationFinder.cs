using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Escalations;

/// <summary>
/// Whose rights a subject can have by acting in their name, by the plain verb and by those of constrained impersonation (KEP-5284).
/// Groups can only be taken together with a user or a service account.
/// </summary>
internal sealed class ImpersonationFinder(
    SubjectRights subject, IRightsView view, Action<HeldRight, EscalationKind, StepTarget> add)
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
        var users = ClusterWide(Right.ImpersonateUsers);
        var accounts = subject.All(Right.ImpersonateServiceAccounts).ToList();
        foreach (var right in users)
            Users(right, static _ => true, NamespaceReach.Everywhere);
        foreach (var right in accounts)
            Accounts(right, NamespaceReach.Everywhere);
        if (users.Count + accounts.Count == 0)
            return;
        foreach (var right in ClusterWide(Right.ImpersonateGroups))
            Groups(right, static _ => true, NamespaceReach.Everywhere);
    }

    private void UserInfo()
    {
        var on = On(Right.OnUserInfo);
        var users = ClusterWide(Right.ImpersonateUserInfoUsers);
        foreach (var right in users)
            Users(right, static u => !u.Name.StartsWith(NodeUser, StringComparison.Ordinal), on);
        if (users.Count == 0)
            return;
        // This mode never takes system:masters, whatever the rule says.
        foreach (var right in ClusterWide(Right.ImpersonateUserInfoGroups))
            Groups(right, static g => g != KnownSubjects.Masters, on);
    }

    private void ServiceAccountMode()
    {
        var on = On(Right.OnServiceAccount);
        foreach (var right in subject.All(Right.ImpersonateServiceAccountMode))
            Accounts(right, on);
    }

    private void Users(HeldRight right, Func<Subject, bool> allowed, NamespaceReach within)
    {
        List<Subject> targets = [.. view.Holders(SubjectKind.User).Where(u => right.Names.Contains(u.Name) && allowed(u))];
        // Nobody has to log in to be nobody.
        if (right.Names.Contains(KnownSubjects.Anonymous.Name) && !view.ReachOf(KnownSubjects.Unauthenticated).IsEmpty)
            targets.Add(KnownSubjects.Unauthenticated);
        Take(right, targets, within);
    }

    private void Groups(HeldRight right, Func<Subject, bool> allowed, NamespaceReach within) =>
        Take(right, [.. view.Holders(SubjectKind.Group).Where(g => right.Names.Contains(g.Name) && allowed(g))], within);

    private void Accounts(HeldRight right, NamespaceReach within) =>
        add(right, EscalationKind.Impersonate, view.Accounts(right.Namespace, right.Names, within));

    private void Take(HeldRight right, List<Subject> targets, NamespaceReach within)
    {
        var target = new StepTarget();
        targets.ForEach(t => target.Add(view.ReachOf(t).Intersect(within), t.ToString()));
        add(right, EscalationKind.Impersonate, target);
    }

    // Users and groups are cluster-scoped: a RoleBinding does not give them.
    private List<HeldRight> ClusterWide(Right right) => [.. subject.All(right).Where(r => r.Namespace is null)];

    private NamespaceReach On(Right right) =>
        subject.All(right).Aggregate(NamespaceReach.None, (reach, r) => reach.Union(NamespaceReach.Of(r.Namespace)));
}
