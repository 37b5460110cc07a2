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

    [Theory]
    [InlineData(Verdict.Protected, true, true)]
    [InlineData(Verdict.Protected, false, false)]
    [InlineData(Verdict.Unprotected, true, false)]
    public void LeavesDoubt_OpenWorkloadsNotReached_OnlyWhereTheyStillDecide(Verdict verdict, bool present, bool expected)
    {
        var terms = new KnowledgeTerms { StaleAfter = TimeSpan.FromMinutes(90), Settling = TimeSpan.FromSeconds(10) };
        var known = new NamespaceKnowledge("a").Learn(
            NamespaceVerdict.Of("a", [Target(Verdict.Unprotected), Target(Verdict.Unprotected) with { Workload = "Deployment/api" }], [], RegularControl.Unknown, null),
            new Moment(TimeSpan.Zero, DateTimeOffset.UnixEpoch), null, terms);
        var round = NamespaceVerdict.Of("a", [Target(verdict)], [], RegularControl.Unknown, null);
        Assert.Equal(expected, NamespaceAsker.LeavesDoubt(round, known, present ? new HashSet<string> { "Deployment/web", "Deployment/api" } : new HashSet<string> { "Deployment/web" }));
    }

    private static AgendaOutcome OutcomeOf(NamespacePosture posture) =>
        NamespaceAsker.OutcomeOf(posture, new NamespaceKnowledge("a", null), first: false);

    private static TargetPosture Target(Verdict verdict) => new("web-0", "Deployment/web", verdict, []);
}
