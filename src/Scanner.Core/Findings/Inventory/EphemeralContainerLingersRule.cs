using Scanner.Core.Cluster;

namespace Scanner.Core.Findings.Inventory;

internal sealed class EphemeralContainerLingersRule() : EphemeralContainerRule("ES203", "EphemeralContainerLingers", Severity.Low, "it is left over, and takes no privilege by itself")
{
    protected override (string Message, Rating Rating)? Judge(EphemeralContainerRecord record, RuleContext context) =>
        record.Container.Since is { } since && context.Now - since > context.LingerAfter
            ? ($"{Describe(record)} has been there longer than {context.LingerAfter.TotalHours:0.#} h", Identity.Usual)
            : null;

    protected override string Several(RuleContext context) => $"have been there longer than {context.LingerAfter.TotalHours:0.#} h";
}
