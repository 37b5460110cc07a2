using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;

namespace Scanner.Core.Tests.Posture;

public sealed class NamespaceKnowledgeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_staleAfter = TimeSpan.FromMinutes(90);

    [Fact]
    public void At_NothingLearnt_SaysNothing() => Assert.Null(new NamespaceKnowledge(Verdict.Protected).At(s_start, s_staleAfter));

    [Fact]
    public void Learn_Failure_KeepsTheLastKnowledgeAndMarksIt()
    {
        var known = Learn((0, Verdict.Protected, null), (30, Verdict.Unknown, UnknownReason.Timeout)).At(After(31), s_staleAfter)!;
        Assert.Equal((Verdict.Protected, After(0), "boom"), (known.Verdict, known.JudgedAt, known.NotRenewedBecause));
    }

    [Fact]
    public void Learn_SuccessAfterAFailure_TakesTheMarkAway()
    {
        var known = Learn((0, Verdict.Protected, null), (30, Verdict.Unknown, UnknownReason.Timeout), (60, Verdict.Protected, null)).At(After(61), s_staleAfter)!;
        Assert.Equal((After(60), null), (known.JudgedAt, known.NotRenewedBecause));
    }

    [Theory]
    [InlineData(90, Verdict.Protected)]
    [InlineData(91, Verdict.Unknown)]
    public void At_NotRenewed_TurnsUnknownWhenTooOld(int minutes, Verdict expected)
    {
        var known = Learn((0, Verdict.Protected, null), (30, Verdict.Unknown, UnknownReason.NoPermission)).At(After(minutes), s_staleAfter)!;
        Assert.Equal(expected, known.Verdict);
        if (expected != Verdict.Unknown)
            return;
        Assert.Equal(UnknownReason.NoPermission, known.UnknownBecause);
        Assert.Equal("last known Protected at 2026-11-24 12:00:00Z, too old to rely on: boom", known.UnknownMessage);
        Assert.Equal(RegularControl.Unknown, known.RegularControl);
    }

    [Fact]
    public void At_NeverAskedAgain_SaysSo()
    {
        var known = Learn((0, Verdict.Unprotected, null)).At(After(100), s_staleAfter)!;
        Assert.Equal((Verdict.Unknown, UnknownReason.Error), (known.Verdict, known.UnknownBecause));
        Assert.EndsWith("it was not asked about again", known.UnknownMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnknownReason.NoPermission)]
    [InlineData(UnknownReason.Timeout)]
    [InlineData(UnknownReason.Error)]
    public void Learn_FailureAfterTheGuardChanged_WhatWasKnownIsVoid(UnknownReason because)
    {
        var known = Learn((0, Verdict.Protected, null)).Learn(Posture(Verdict.Unknown, because), After(1), admissionChanged: true).At(After(1), s_staleAfter)!;
        Assert.Equal((Verdict.Unknown, because, After(1)), (known.Verdict, known.UnknownBecause, known.JudgedAt));
    }

    /// <summary>These are answers: the namespace has nothing to probe, which is no failure to learn it.</summary>
    [Theory]
    [InlineData(UnknownReason.NoPods)]
    [InlineData(UnknownReason.NoEligiblePod)]
    [InlineData(UnknownReason.ProbingDisabled)]
    [InlineData(UnknownReason.SubresourceAbsent)]
    public void Learn_UnknownForGoodReason_ReplacesWhatWasKnown(UnknownReason because) =>
        Assert.Equal(because, Learn((0, Verdict.Protected, null), (1, Verdict.Unknown, because)).At(After(1), s_staleAfter)!.UnknownBecause);

    public static TheoryData<Verdict?, string, Verdict?> Histories => new()
    {
        // what others remember, verdicts in order (?: no pods, !: failed), the verdict that ES106 compares with
        { null, "Unprotected", null },
        { null, "Protected", null },
        { null, "Protected Unprotected", Verdict.Protected },
        { null, "Blocked Unprotected Unprotected", Verdict.Blocked },
        { null, "Protected ? Unprotected", Verdict.Protected },
        { null, "Protected ! Unprotected", Verdict.Protected },
        { null, "Protected Unprotected ? Unprotected", Verdict.Protected },
        { null, "Protected Unprotected Protected", Verdict.Unprotected },
        { null, "Protected Sanitized Unprotected", Verdict.Sanitized },
        { null, "Protected ?", Verdict.Protected },
        { Verdict.Protected, "Unprotected", Verdict.Protected },
        { Verdict.Protected, "Protected", null },
        { Verdict.Unknown, "Unprotected", null },
        { Verdict.Blocked, "? Unprotected", Verdict.Blocked },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void EarlierVerdict_AfterHistory_IsTheLastOtherThanUnknownBeforeThePresent(Verdict? remembered, string history, Verdict? expected)
    {
        var (known, minutes) = (new NamespaceKnowledge(remembered), 0);
        foreach (var step in history.Split(' '))
        {
            var posture = step switch
            {
                "?" => Posture(Verdict.Unknown, UnknownReason.NoPods),
                "!" => Posture(Verdict.Unknown, UnknownReason.Error),
                _ => Posture(Enum.Parse<Verdict>(step), null),
            };
            known = known.Learn(posture, After(minutes++), admissionChanged: false);
        }

        Assert.Equal(expected, known.At(After(minutes), s_staleAfter)!.EarlierVerdict);
    }

    [Fact]
    public void EarlierVerdict_StaleInBetween_IsKept()
    {
        var known = Learn((0, Verdict.Protected, null));
        Assert.Equal(Verdict.Protected, known.At(After(200), s_staleAfter)!.EarlierVerdict);
        Assert.Equal(Verdict.Protected, known.Learn(Posture(Verdict.Unprotected, null), After(201), admissionChanged: false).At(After(201), s_staleAfter)!.EarlierVerdict);
    }

    private static NamespaceKnowledge Learn(params ReadOnlySpan<(int Minutes, Verdict Verdict, UnknownReason? Because)> history)
    {
        var known = new NamespaceKnowledge();
        foreach (var (minutes, verdict, because) in history)
            known = known.Learn(Posture(verdict, because), After(minutes), admissionChanged: false);
        return known;
    }

    private static DateTimeOffset After(int minutes) => s_start + TimeSpan.FromMinutes(minutes);

    private static NamespacePosture Posture(Verdict verdict, UnknownReason? because) => new()
    {
        Name = "a",
        Verdict = verdict,
        UnknownBecause = because,
        UnknownMessage = because is null ? null : "boom",
        RegularControl = RegularControl.Denied,
    };
}
