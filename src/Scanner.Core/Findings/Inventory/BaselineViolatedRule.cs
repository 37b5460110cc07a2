using Scanner.Core.Cluster;

namespace Scanner.Core.Findings.Inventory;

/// <summary>Says nothing of a container that is privileged: ES201 has said it, and worse.</summary>
internal sealed class BaselineViolatedRule() : EphemeralContainerRule("ES202", "BaselineViolated", Severity.High)
{
    protected override (string Message, Severity Severity)? Judge(EphemeralContainerRecord record, RuleContext context) =>
        record.Container is { PodSecurityLevel: PodSecurityLevel.Privileged, Privileged: false }
            ? ($"{Describe(record)} violates the Baseline standard", Identity.Severity)
            : null;
}
