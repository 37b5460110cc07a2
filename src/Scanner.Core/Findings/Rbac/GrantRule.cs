using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings.Rbac;

/// <summary>A rule that looks at the right of one subject by one binding at a time. The control plane's own rights are never asked about.</summary>
internal abstract class GrantRule(string id, string title, Severity severity) : IRule
{
    public RuleIdentity Identity { get; } = new(id, title, severity);

    public IEnumerable<Finding> Evaluate(RuleContext context)
    {
        foreach (var subject in (context.Scan.Rbac ?? RbacPosture.Empty).Subjects.Values.Where(s => !s.System))
        {
            // A binding is one thing to mend, however many rules of its role give the right.
            foreach (var grants in subject.Grants.Where(g => !g.IsVoid && g.Binding is not null && Concerns(subject, g)).GroupBy(g => g.Binding!.Value))
            {
                var widest = grants.OrderBy(g => g.Pods is not null).First();
                yield return Identity.Find(
                    Resources.Binding(grants.Key), MessageOf(subject, widest), RemediationOf(subject, widest),
                    SubjectForm.Of(subject.Subject), SeverityOf(subject), SubjectForm.Of(subject.Subject));
            }
        }
    }

    protected abstract bool Concerns(RbacSubject subject, RbacGrant grant);

    protected virtual string MessageOf(RbacSubject subject, RbacGrant grant) =>
        $"{subject.Subject} can add ephemeral containers to {Where(grant)}: {grant.BindingText} gives {grant.RoleText}";

    protected virtual string RemediationOf(RbacSubject subject, RbacGrant grant) =>
        RbacAdvice.Withdraw(grant.Binding!.Value, subject.Subject, grant.SharedIndex);

    protected virtual Severity SeverityOf(RbacSubject subject) => Identity.Severity;

    protected static string Where(RbacGrant grant)
    {
        var pods = grant.Pods is { } names ? $"pod {string.Join(", ", names.Where(n => n.Length > 0))}" : "every pod";
        return $"{pods} of {(grant.Namespace is { } ns ? $"namespace {ns}" : "every namespace")}";
    }
}
