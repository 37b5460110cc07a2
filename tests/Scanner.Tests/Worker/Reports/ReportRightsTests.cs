using Scanner.Fixtures;
using Scanner.Reports;
using Scanner.Worker.Reports;

namespace Scanner.Tests.Worker.Reports;

public sealed class ReportRightsTests
{
    /// <summary>What the log asks for is what the documentation gives.</summary>
    [Fact]
    public void Rule_OfTheLog_IsTheDocumentedOne()
    {
        var rule = ReportRights.Rule(ReportTarget.PolicyWorkingGroup);
        Assert.Equal("{apiGroups: [\"wgpolicyk8s.io\"], resources: [\"policyreports\", \"clusterpolicyreports\"], verbs: [\"list\", \"watch\", \"create\", \"patch\", \"delete\"]}", rule);
        Assert.Contains("- " + rule.Replace("\"", "", StringComparison.Ordinal), File.ReadAllText(Checkout.PathOf("docs", "worker.md")), StringComparison.Ordinal);
    }
}
