using Scanner.Core.Rbac.Index;

namespace Scanner.Core.Findings.Rbac;

/// <summary>Harmless until somebody creates what is missing, under the name that waits for it.</summary>
internal sealed class DanglingGrantRule : IRule
{
    public RuleIdentity Identity { get; } = new("ES306", "DanglingGrant", Severity.Info);

    public IEnumerable<Finding> Evaluate(RuleContext context)
    {
        foreach (var dangling in (context.Scan.Rbac ?? RbacPosture.Empty).Dangling)
        {
            var role = dangling.Role.Namespace is null ? $"ClusterRole {dangling.Role}" : $"Role {dangling.Role}";
            yield return dangling.Absent is { } absent
                ? Identity.Find(
                    Resources.Binding(dangling.Binding), $"gives {role} to {absent}, which does not exist",
                    RbacAdvice.Withdraw(dangling.Binding, absent, dangling.SharedIndex), SubjectForm.Of(absent), subject: SubjectForm.Of(absent))
                : Identity.Find(
                    Resources.Binding(dangling.Binding), $"gives {role}, which does not exist", RbacAdvice.Delete(dangling.Binding));
        }
    }
}
