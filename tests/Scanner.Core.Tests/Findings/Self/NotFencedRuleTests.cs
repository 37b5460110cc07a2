using Scanner.Core.Admission.Answers;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Findings.Self;

public sealed class NotFencedRuleTests
{
    private const string Denied = "pods \"web\" is forbidden: ValidatingAdmissionPolicy 'a-fence' with binding 'b' denied request: ";

    [Theory]
    [InlineData(403, Denied + "fence of ephemeral-scanner: this account may only send dry runs", FenceState.Fenced)]
    [InlineData(400, "admission webhook \"validate.kyverno.svc-fail\" denied the request: fence of ephemeral-scanner: this account may only send dry runs", FenceState.Fenced)]
    [InlineData(403, "pods \"web\" is forbidden: User \"system:serviceaccount:scanner:scanner\" cannot patch resource \"pods/ephemeralcontainers\" in API group \"\" in the namespace \"a\"", FenceState.NoRight)]
    // Somebody may be called so.
    [InlineData(403, "pods \"web\" is forbidden: User \"fence of ephemeral-scanner\" cannot patch resource \"pods/ephemeralcontainers\" in API group \"\" in the namespace \"a\"", FenceState.NoRight)]
    [InlineData(403, Denied + "no debugging here", FenceState.Unclear)]
    [InlineData(422, Denied + "expression 'x' resulted in error: no such key: fence of ephemeral-scanner", FenceState.Unclear)]
    [InlineData(403, "pods \"web\" is forbidden: violates PodSecurity \"restricted:latest\": privileged", FenceState.Unclear)]
    [InlineData(500, "Internal error occurred: failed calling webhook \"x\": fence of ephemeral-scanner", FenceState.Unclear)]
    [InlineData(404, "pods \"web\" not found", FenceState.PodGone)]
    [InlineData(404, "the server could not find the requested resource", FenceState.Unclear)]
    [InlineData(401, "Unauthorized", FenceState.Unclear)]
    [InlineData(403, "<html>fence of ephemeral-scanner</html>", FenceState.Unclear)]
    [InlineData(429, "too many requests", FenceState.Unclear)]
    public void Of_Refused_TellsTheFenceFromOthers(int code, string message, FenceState state)
    {
        var name = message.StartsWith("pods \"web\"", StringComparison.Ordinal) ? "web" : "";
        Assert.Equal(state, Fence.Of(new ProbeAnswer.Refused(code, "", message, name, "pods", [])).State);
    }

    [Fact]
    public void Of_AdmittedOrNoAnswer()
    {
        Assert.Equal(FenceState.NotFenced, Fence.Of(new ProbeAnswer.Accepted(200, null)).State);
        Assert.Equal(new Fence(FenceState.Unclear, "no answer"), Fence.Of(new ProbeAnswer.Failed(true, "no answer")));
    }

    [Fact]
    public void Evaluate_Admitted_IsOneFindingOfHighSeverity()
    {
        var finding = Assert.Single(Composition.Of(Parts.Of() with { Fence = new Fence(FenceState.NotFenced) }).Result.Findings);
        Assert.Equal(("ES501", "ScannerNotFenced", Severity.High), (finding.Rule, finding.Title, finding.Severity));
        Assert.Contains("scanner rbac --fence", RemedyText.Of(finding.Remedy), StringComparison.Ordinal);
        foreach (var state in Enum.GetValues<FenceState>().Where(s => s != FenceState.NotFenced))
            Assert.Empty(Composition.Of(Parts.Of() with { Fence = new Fence(state) }).Result.Findings);
    }
}
