using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture.Composing;

namespace Scanner.Core.Tests.Findings.Admission;

public sealed class ProtectionLostRuleTests
{
    private static readonly TargetPosture s_target = new("web", "Pod/web", Verdict.Unprotected, []);

    [Theory]
    [InlineData(Verdict.Protected, Verdict.Unprotected, true)]
    [InlineData(Verdict.Blocked, Verdict.Unprotected, true)]
    [InlineData(Verdict.Sanitized, Verdict.Unprotected, false)]
    [InlineData(Verdict.FailClosed, Verdict.Unprotected, false)]
    [InlineData(null, Verdict.Unprotected, false)]
    [InlineData(Verdict.Protected, Verdict.Sanitized, false)]
    [InlineData(Verdict.Protected, Verdict.Unknown, false)]
    public void Evaluate_EarlierAndPresent_FindsOnlyLostProtection(Verdict? earlier, Verdict present, bool found) =>
        Assert.Equal(found, Rules(new NamespacePosture { Name = "a", Verdict = present, EarlierVerdict = earlier, Targets = [s_target] }).Contains("ES106 Critical"));

    private static IEnumerable<string> Rules(NamespacePosture ns) => Composition.Of(Parts.Of(ns)).Result.Findings.Select(f => $"{f.Rule} {f.Severity}");
}
