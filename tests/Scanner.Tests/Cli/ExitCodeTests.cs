using Scanner.Cli;
using Scanner.Core;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Tests.Cli;

public sealed class ExitCodeTests
{
    private static readonly ScanResult s_clean = Samples.Result() with { Findings = [] };

    [Theory]
    [InlineData(Severity.High, 1)]
    [InlineData(Severity.Critical, 1)]
    [InlineData(null, 0)]
    public void Of_FindingsAtOrAboveTheLimit_IsOne(Severity? failOn, int expected) => Assert.Equal(expected, ExitCode.Of(Samples.Result(), failOn));

    [Fact]
    public void Of_OnlyMilderFindings_IsZero()
    {
        var result = s_clean with { Findings = [.. Samples.Result().Findings.Where(f => f.Severity < Severity.High)] };
        Assert.NotEmpty(result.Findings);
        Assert.Equal(0, ExitCode.Of(result, Severity.High));
    }

    [Fact]
    public void Of_AcceptedFindings_DoNotCount()
    {
        var result = s_clean with { Findings = [.. Samples.Result().Findings.Select(f => f with { Exception = new AppliedException("known", null) })] };
        Assert.Equal(0, ExitCode.Of(result, Severity.Info));
    }

    [Theory]
    [InlineData(UnknownReason.NoPermission, 3)]
    [InlineData(UnknownReason.Timeout, 3)]
    [InlineData(UnknownReason.Error, 3)]
    [InlineData(UnknownReason.NoPods, 0)]
    [InlineData(UnknownReason.NoEligiblePod, 0)]
    [InlineData(UnknownReason.ProbingDisabled, 0)]
    [InlineData(UnknownReason.SubresourceAbsent, 0)]
    public void Of_UnknownNamespace_IsThreeWhenItCouldNotBeAsked(UnknownReason because, int expected)
    {
        var result = s_clean with { Namespaces = [new NamespacePosture { Name = "x", Verdict = Verdict.Unknown, UnknownBecause = because }] };
        Assert.Equal(expected, ExitCode.Of(result, Severity.High));
    }

    [Fact]
    public void Of_FailedStep_IsThreeUnlessThereAreFindings()
    {
        ScanError error = new(ScanStep.List("pods"), "no");
        Assert.Equal(3, ExitCode.Of(s_clean with { Errors = [error] }, Severity.High));
        Assert.Equal(1, ExitCode.Of(Samples.Result() with { Errors = [error] }, Severity.High));
    }
}
