using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Scheduling;
using Scanner.Worker.Probes;

namespace Scanner.Tests.Worker.Probes;

/// <summary>What is asked again, and what is left to the schedule. Both cases were found by runs in simulated time, seeds 217 and 2.</summary>
public sealed class NamespaceAskerTests
{
    private static readonly NamespacePosture s_open = NamespaceVerdict.Of("a", [Target(Verdict.Unprotected)], [], RegularControl.Unknown, null);

    [Theory]
    [InlineData(true, AgendaOutcome.Failed)]
    [InlineData(false, AgendaOutcome.Answered)]
    public void OutcomeOf_RegularControlGotNoAnswer_IsAskedAgain(bool failed, AgendaOutcome expected) =>
        Assert.Equal(expected, OutcomeOf(s_open with { RegularControlFailed = failed }));

    [Theory]
    [InlineData(401, "Unauthorized", "Unauthorized", AgendaOutcome.Failed)]
    [InlineData(
        403, "Forbidden", "pods \"web-0\" is forbidden: User \"eve\" cannot patch resource \"pods/ephemeralcontainers\" in API group \"\" in the namespace \"a\"", AgendaOutcome.Answered)]
    public void OutcomeOf_CredentialsRefused_IsAskedAgainAndARefusedRightIsNot(int status, string reason, string message, AgendaOutcome expected)
    {
        var answer = new ProbeAnswer.Refused(status, reason, message, "web-0", "pods", []);
        var target = TargetVerdict.Judge("web-0", "Deployment/web", "x", [AnswerClassifier.Classify(ProbeProfile.Privileged, "x", answer)]);
        Assert.Equal(UnknownReason.NoPermission, target.UnknownBecause);
        Assert.Equal(expected, OutcomeOf(NamespaceVerdict.Of("a", [target], [], RegularControl.Unknown, null)));
    }

    private static AgendaOutcome OutcomeOf(NamespacePosture posture) =>
        NamespaceAsker.OutcomeOf(posture, new NamespaceKnowledge("a", null), first: false);

    private static TargetPosture Target(Verdict verdict) => new("web-0", "Deployment/web", verdict, []);
}
