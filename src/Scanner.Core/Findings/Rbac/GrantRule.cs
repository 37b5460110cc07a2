using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

/// <summary>A rule that looks at the right of one subject by one binding at a time.</summary>
internal abstract class GrantRule(string id, string title, Severity severity, string because) : IRule<JudgedGrant>
{
    public RuleIdentity Identity { get; } = new(id, title, severity, because);

    public IEnumerable<Finding> Evaluate(JudgedGrant item, RuleContext context)
    {
        if (!Concerns(item))
            yield break;
        yield return Identity.Find(
            Resources.Binding(item.Binding), MessageOf(item), RemedyOf(item), SubjectForm.Of(item.Subject), RatingOf(item.Subject), item.Subject) with
        {
            Cause = CauseOf(item),
        };
    }

    protected abstract bool Concerns(JudgedGrant item);

    protected virtual string MessageOf(JudgedGrant item) =>
        $"{item.Subject} can add ephemeral containers to {Where(item.Grant)}: {item.Grant.BindingText} gives {item.Grant.RoleText}";

    protected virtual Remedy RemedyOf(JudgedGrant item) =>
        new Remedy.Withdraw(item.Binding, item.Subject, item.Grant.SharedIndex, GrantCost.Of(item.Subject, item.Grant.Role, item.Grant.IsWildcard));

    protected virtual Rating RatingOf(Subject subject) => Identity.Usual;

    private static string CauseOf(JudgedGrant item) => item.Behind is { } source
        ? $"ClusterRole {source.Source} hands the right on to {item.Grant.RoleText}"
        : $"{item.Grant.BindingText} gives {item.Grant.RoleText}";

    protected static string Where(RbacGrant grant)
    {
        var pods = grant.Pods is { } names ? $"pod {string.Join(", ", names.Where(n => n.Length > 0))}" : "every pod";
        return $"{pods} of {(grant.Namespace is { } ns ? $"namespace {ns}" : "every namespace")}";
    }
}
