using Scanner.Core.Cluster;

namespace Scanner.Core.Findings.Inventory;

internal sealed class PrivilegedEphemeralContainerRule() : EphemeralContainerRule("ES201", "PrivilegedEphemeralContainer", Severity.High, "it is there, though it does not run now")
{
    private static readonly Rating s_running = new(Severity.Critical, "it runs now");

    protected override (string Message, Rating Rating)? Judge(EphemeralContainerRecord record, RuleContext context) =>
        record.Container.Privileged
            ? ($"{Describe(record)} is privileged", record.Container.State == ContainerState.Running ? s_running : Identity.Usual)
            : null;

    protected override string Several(RuleContext context) => "are privileged";
}
