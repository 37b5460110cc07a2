using Scanner.Core.Cluster;

namespace Scanner.Core.Findings.Inventory;

/// <summary>Says nothing of a container that is privileged: ES201 has said it, and worse.</summary>
internal sealed class BaselineViolatedRule() : EphemeralContainerRule("ES202", "BaselineViolated", Severity.High, "it runs with more than the Baseline standard allows")
{
    protected override (string Message, Rating Rating)? Judge(EphemeralContainerRecord record, RuleContext context) =>
        record.Container is { PodSecurityLevel: PodSecurityLevel.Privileged, Privileged: false }
            ? ($"{Describe(record)} violates the Baseline standard", Identity.Usual)
            : null;

    protected override string Several(RuleContext context) => "violate the Baseline standard";
}
