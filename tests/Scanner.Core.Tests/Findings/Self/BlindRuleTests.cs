using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Findings.Self;

public sealed class BlindRuleTests
{
    private static readonly TargetPosture s_target = new("web", "Pod/web", Verdict.Unprotected, []);

    [Fact]
    public void Evaluate_RegularControlForbidden_IsBlindOnce()
    {
        var scan = Judge(
            new NamespacePosture { Name = "a", Verdict = Verdict.Unprotected, RegularControlForbidden = true, Targets = [s_target] },
            new NamespacePosture { Name = "b", Verdict = Verdict.Unprotected, RegularControlForbidden = true, Targets = [s_target] });
        var blind = Assert.Single(scan.Findings, f => f.Rule == "ES502");
        Assert.Equal("no permission to create pods in 2 namespaces, a the first of them, so part of the picture is missing", blind.Message);
        Assert.Equal("""grant the rule {apiGroups: [""], resources: ["pods"], verbs: ["create"]}""", RemedyText.Of(blind.Remedy));
    }

    private static ScanResult Judge(params ReadOnlySpan<NamespacePosture> namespaces) => Composition.Of(Parts.Of(namespaces)).Result;
}
