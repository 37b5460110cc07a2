using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

/// <summary>A rule that looks at the right of one subject by one binding at a time. The control plane's own rights are never asked about.</summary>
internal abstract class GrantRule(string id, string title, Severity severity, string because) : IRule<JudgedSubject>
{
    public RuleIdentity Identity { get; } = new(id, title, severity, because);

    public IEnumerable<Finding> Evaluate(JudgedSubject item, RuleContext context)
    {
        var subject = item.Subject;
        if (subject.System)
            yield break;
        // A binding is one thing to mend, however many rules of its role give the right.
        foreach (var grants in subject.Grants.Where(g => !g.IsVoid && g.Binding is not null && Concerns(item, g)).GroupBy(g => g.Binding!.Value))
        {
            var widest = grants.OrderBy(g => g.Pods is not null).First();
            yield return Identity.Find(
                Resources.Binding(grants.Key), MessageOf(subject, widest), RemedyOf(item, widest),
                SubjectForm.Of(subject.Subject), RatingOf(subject), subject.Subject) with
            {
                Cause = CauseOf(item, widest),
            };
        }
    }

    protected abstract bool Concerns(JudgedSubject subject, RbacGrant grant);

    protected virtual string MessageOf(RbacSubject subject, RbacGrant grant) =>
        $"{subject.Subject} can add ephemeral containers to {Where(grant)}: {grant.BindingText} gives {grant.RoleText}";

    protected virtual Remedy RemedyOf(JudgedSubject item, RbacGrant grant)
    {
        var subject = item.Subject.Subject;
        return new Remedy.Withdraw(grant.Binding!.Value, subject, grant.SharedIndex, GrantCost.Of(subject, grant.Role, grant.IsWildcard));
    }

    protected virtual Rating RatingOf(RbacSubject subject) => Identity.Usual;

    private static string CauseOf(JudgedSubject item, RbacGrant grant) => item.Behind(grant) is { } source
        ? $"ClusterRole {source.Source} hands the right on to {grant.RoleText}"
        : $"{grant.BindingText} gives {grant.RoleText}";

    protected static string Where(RbacGrant grant)
    {
        var pods = grant.Pods is { } names ? $"pod {string.Join(", ", names.Where(n => n.Length > 0))}" : "every pod";
        return $"{pods} of {(grant.Namespace is { } ns ? $"namespace {ns}" : "every namespace")}";
    }
}
