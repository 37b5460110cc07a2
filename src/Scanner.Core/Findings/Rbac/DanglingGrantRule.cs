using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

/// <summary>Harmless until somebody creates what is missing, under the name that waits for it.</summary>
internal sealed class DanglingGrantRule : IRule<DanglingBinding>
{
    public RuleIdentity Identity { get; } = new("ES306", "DanglingGrant", Severity.Info, "it gives nothing until somebody creates what is missing");

    public IEnumerable<Finding> Evaluate(DanglingBinding item, RuleContext context)
    {
        var role = item.Role.Namespace is null ? $"ClusterRole {item.Role}" : $"Role {item.Role}";
        yield return item.Absent is { } absent
            ? Identity.Find(
                Resources.Binding(item.Binding), $"gives {role} to {absent}, which does not exist",
                new Remedy.Withdraw(item.Binding, absent, item.SharedIndex, GrantCost.None), SubjectForm.Of(absent), subject: absent)
            : Identity.Find(Resources.Binding(item.Binding), $"gives {role}, which does not exist", new Remedy.DeleteBinding(item.Binding));
    }
}
