using Scanner.Core.Cluster;

namespace Scanner.Core.Findings.Inventory;

internal sealed class PrivilegedEphemeralContainerRule() : EphemeralContainerRule("ES201", "PrivilegedEphemeralContainer", Severity.High)
{
    protected override (string Message, Severity Severity)? Judge(EphemeralContainerRecord record, RuleContext context) =>
        record.Container.Privileged
            ? ($"{Describe(record)} is privileged", record.Container.State == ContainerState.Running ? Severity.Critical : Severity.High)
            : null;
}
