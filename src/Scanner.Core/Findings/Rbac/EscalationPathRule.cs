using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

internal sealed class EscalationPathRule : IRule<Escalation>
{
    public RuleIdentity Identity { get; } = new("ES305", "EscalationPath", Severity.Medium, "it takes one more step");

    public IEnumerable<Finding> Evaluate(Escalation item, RuleContext context)
    {
        if (item.System)
            yield break;
        yield return Identity.Find(
            Resources.Binding(item.Binding), MessageOf(item), RemedyOf(item),
            $"{SubjectForm.Of(item.Subject)} {item.How}", subject: item.Subject) with
        {
            Cause = $"{item.BindingText} gives {item.RoleText}",
        };
    }

    private static Remedy.Withdraw RemedyOf(Escalation e) => new(e.Binding, e.Subject, e.SharedIndex, GrantCost.Of(e.Subject, e.Role, isWildcard: false));

    private static string MessageOf(Escalation e) =>
        $"{e.Subject} can come by the right to add ephemeral containers in {e.Reach}: {e.RoleText} ({e.BindingText}) lets it {Step(e.How)} {Through(e)}";

    private static string Step(EscalationKind how) => how switch
    {
        EscalationKind.Escalate => "put any rule into",
        EscalationKind.Bind => "bind, without holding its rules, what leads there:",
        EscalationKind.CreateBindings => "write the binding that gives it",
        EscalationKind.Impersonate => "act as",
        _ => "have a token made for",
    };

    private static string Through(Escalation e) =>
        string.Join(", ", e.Through) + (e.ThroughCount > e.Through.Length ? $" and {e.ThroughCount - e.Through.Length} more" : "");
}
