using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;

namespace Scanner.Core.Tests.Posture;

/// <summary>Times are minutes; answers grow stale after 90, and a change is settled after one sixth of a minute.</summary>
public sealed class NamespaceKnowledgeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly KnowledgeTerms s_terms = new() { StaleAfter = TimeSpan.FromMinutes(90), Settling = TimeSpan.FromSeconds(10) };

    [Fact]
    public void Reading_NothingLearnt_IsNotYetProbed()
    {
        var posture = Read(new NamespaceKnowledge("a", Verdict.Protected), 1);
        Assert.Equal((Verdict.Unknown, UnknownReason.NotYetProbed, Verdict.Protected), (posture.Verdict, posture.UnknownBecause, posture.EarlierVerdict));
        Assert.True(posture.CouldNotBeAsked);
    }

    [Fact]
    public void Learn_Failure_KeepsTheLastKnowledgeAndMarksIt()
    {
        var known = Read(Learn((0, Verdict.Protected, null), (30, Verdict.Unknown, UnknownReason.Timeout)), 31);
        Assert.Equal((Verdict.Protected, After(0), "boom"), (known.Verdict, known.JudgedAt, known.NotRenewedBecause));
    }

    [Fact]
    public void Learn_SuccessAfterAFailure_TakesTheMarkAway()
    {
        var known = Read(Learn((0, Verdict.Protected, null), (30, Verdict.Unknown, UnknownReason.Timeout), (60, Verdict.Protected, null)), 61);
        Assert.Equal((After(60), null), (known.JudgedAt, known.NotRenewedBecause));
    }

    [Theory]
    [InlineData(90, Verdict.Protected)]
    [InlineData(91, Verdict.Unknown)]
    public void Reading_NotRenewed_TurnsUnknownWhenTooOld(int minutes, Verdict expected)
    {
        var known = Read(Learn((0, Verdict.Protected, null), (30, Verdict.Unknown, UnknownReason.Timeout)), minutes);
        Assert.Equal(expected, known.Verdict);
        if (expected != Verdict.Unknown)
            return;
        Assert.Equal(UnknownReason.Timeout, known.UnknownBecause);
        Assert.Equal("last known Protected at 2026-11-24 12:00:00Z, too old to rely on: boom", known.UnknownMessage);
        Assert.Equal(RegularControl.Unknown, known.RegularControl);
    }

    [Fact]
    public void Reading_NeverAskedAgain_SaysSo()
    {
        var known = Read(Learn((0, Verdict.Unprotected, null)), 100);
        Assert.Equal((Verdict.Unknown, UnknownReason.Error), (known.Verdict, known.UnknownBecause));
        Assert.EndsWith("it was not asked about again", known.UnknownMessage, StringComparison.Ordinal);
    }

    /// <summary>The wall clock may go where it will.</summary>
    [Fact]
    public void Reading_WallClockIsSet_AgesGoByTheOther()
    {
        var known = Learn((0, Verdict.Protected, null));
        var terms = s_terms;
        Assert.Equal(Verdict.Protected, KnowledgeReading.Of(known, new Moment(TimeSpan.FromMinutes(5), s_start.AddDays(30)), terms).Posture.Verdict);
        Assert.Equal(Verdict.Unknown, KnowledgeReading.Of(known, new Moment(TimeSpan.FromMinutes(95), s_start.AddDays(-30)), terms).Posture.Verdict);
    }

    [Theory]
    [InlineData(UnknownReason.NoPermission)]
    [InlineData(UnknownReason.Timeout)]
    [InlineData(UnknownReason.Error)]
    public void Learn_FailureAfterTheGuardChanged_WhatWasKnownIsVoid(UnknownReason because)
    {
        var terms = s_terms with { Changed = TimeSpan.FromMinutes(0.5) };
        var known = Learn((0, Verdict.Protected, null)).Learn(Posture(Verdict.Unknown, because), At(1), null, terms);
        var posture = KnowledgeReading.Of(known, At(1), terms).Posture;
        Assert.Equal((Verdict.Unknown, because, After(1)), (posture.Verdict, posture.UnknownBecause, posture.JudgedAt));
    }

    /// <summary>It may be the answer of a moment before the change was enforced, and the question that was to make sure was not answered.</summary>
    [Fact]
    public void Learn_RepetitionFails_TheAnswerRightAfterAChangeCountsForNothing()
    {
        var terms = s_terms with { Changed = TimeSpan.FromMinutes(10) };
        var known = Learn((0, Verdict.Protected, null)).Learn(Posture(Verdict.Protected, null), At(10.01), null, terms);
        Assert.Equal(Verdict.Protected, KnowledgeReading.Of(known, At(10.02), terms).Posture.Verdict);
        known = known.Learn(Posture(Verdict.Unknown, UnknownReason.Timeout), At(10.2), null, terms);
        Assert.Equal((Verdict.Unknown, UnknownReason.Timeout), Said(KnowledgeReading.Of(known, At(11), terms).Posture));
        known = known.Learn(Posture(Verdict.Unprotected, null), At(12), null, terms);
        known = known.Learn(Posture(Verdict.Unknown, UnknownReason.Timeout), At(13), null, terms);
        Assert.Equal(Verdict.Unprotected, KnowledgeReading.Of(known, At(14), terms).Posture.Verdict);
    }

    /// <summary>These are answers: the namespace has nothing to probe, or may not be probed, whatever was known before.</summary>
    [Theory]
    [InlineData(UnknownReason.NoPods)]
    [InlineData(UnknownReason.NoEligiblePod)]
    [InlineData(UnknownReason.ProbingDisabled)]
    [InlineData(UnknownReason.SubresourceAbsent)]
    [InlineData(UnknownReason.NoPermission)]
    public void Learn_UnknownForGoodReason_ReplacesWhatWasKnown(UnknownReason because) =>
        Assert.Equal(because, Read(Learn((0, Verdict.Protected, null), (1, Verdict.Unknown, because)), 1).UnknownBecause);

    [Theory]
    [InlineData(UnknownReason.NoPermission)]
    [InlineData(UnknownReason.Timeout)]
    [InlineData(UnknownReason.Error)]
    public void Learn_NoPodsThenAFailure_IsTheFailure(UnknownReason because)
    {
        var known = Read(Learn((0, Verdict.Protected, null), (1, Verdict.Unknown, UnknownReason.NoPods), (2, Verdict.Unknown, because)), 3);
        Assert.Equal((Verdict.Unknown, because), (known.Verdict, known.UnknownBecause));
        Assert.True(known.CouldNotBeAsked);
    }

    [Fact]
    public void Reading_WasEmptyLongAgo_IsUnknown()
    {
        var known = Learn((0, Verdict.Unknown, UnknownReason.NoPods));
        Assert.Equal(UnknownReason.NoPods, Read(known, 90).UnknownBecause);
        Assert.Equal(UnknownReason.NotYetProbed, Read(known, 91).UnknownBecause);
        Assert.True(Read(known, 91).CouldNotBeAsked);
    }

    /// <summary>The right is not there again because an attempt failed for another reason.</summary>
    [Fact]
    public void Learn_NoPermissionThenAFailure_TheRightIsStillMissing()
    {
        var known = Learn((0, Verdict.Protected, null), (1, Verdict.Unknown, UnknownReason.NoPermission), (2, Verdict.Unknown, UnknownReason.Timeout));
        Assert.Equal((Verdict.Unknown, UnknownReason.NoPermission), Said(Read(known, 3)));
        Assert.Equal(("boom", After(1)), (Read(known, 3).NotRenewedBecause, Read(known, 3).JudgedAt!.Value));
        Assert.Equal(Verdict.Protected, Read(known.Learn(Posture(Verdict.Protected, null), At(4), null, s_terms), 4).Verdict);
    }

    /// <summary>One was open when the guard changed, and may not be asked any more: what another one answers says nothing of it.</summary>
    [Fact]
    public void Learn_OneIsRefusedThatWasOpen_IsUnknownAndSaysWhichRightIsMissing()
    {
        var known = new NamespaceKnowledge("a").Learn(Workloads(("one", Verdict.Unprotected), ("two", Verdict.Unprotected)), At(0), null, s_terms);
        var changed = s_terms with { Changed = TimeSpan.FromMinutes(5), Floor = TimeSpan.FromMinutes(5) };
        known = known.Learn(OneRefused(Verdict.Protected), At(6), null, changed);
        var posture = KnowledgeReading.Of(known, At(7), changed).Posture;
        Assert.Equal((Verdict.Unknown, UnknownReason.NoPermission), Said(posture));
        Assert.True(posture.ProbeForbidden);
        Assert.Equal(Verdict.Unprotected, known.Definite);
    }

    [Fact]
    public void Learn_OneIsRefusedOfWhichNothingIsKnown_TheOthersDecideUntilTheyAreTooOld()
    {
        var known = new NamespaceKnowledge("a").Learn(OneRefused(Verdict.Protected), At(0), null, s_terms);
        Assert.Equal(Verdict.Protected, Read(known, 1).Verdict);
        Assert.True(Read(known, 1).ProbeForbidden);
        Assert.Equal((Verdict.Unknown, UnknownReason.Error), Said(Read(known, 91)));
        Assert.True(Read(known, 91).ProbeForbidden);
        known = known.Learn(Workloads(("one", Verdict.Protected), ("two", Verdict.Protected)), At(92), null, s_terms);
        Assert.False(Read(known, 92).ProbeForbidden);
    }

    /// <summary>The server does not know the token, which is about to be renewed: that says nothing of rights.</summary>
    [Fact]
    public void Learn_Unauthenticated_IsAFailureAndKeepsWhatWasKnown()
    {
        var answer = new ProbeResult(ProbeProfile.Privileged, ProbeOutcome.Error, Layer.Authorization, null, 401, "Unauthorized", []);
        var refused = new TargetPosture("web-0", "web", Verdict.Unknown, [answer]) { UnknownBecause = UnknownReason.NoPermission };
        var known = Learn((0, Verdict.Protected, null)).Learn(NamespaceVerdict.Of("a", [refused], [], RegularControl.Unknown, null), At(1), null, s_terms);
        Assert.Equal(Verdict.Protected, Read(known, 2).Verdict);
        Assert.True(known.IsMissing);
    }

    [Fact]
    public void Reading_ChangedSinceTheAnswer_IsUnknownUntilAskedAgain()
    {
        var known = Learn((0, Verdict.Protected, null));
        var outdated = s_terms with { Changed = TimeSpan.FromMinutes(5), Floor = TimeSpan.FromMinutes(5) };
        var posture = KnowledgeReading.Of(known, At(6), outdated).Posture;
        Assert.Equal((Verdict.Unknown, UnknownReason.NotYetProbed), (posture.Verdict, posture.UnknownBecause));
        Assert.Contains("what decides about admission has changed since", posture.UnknownMessage, StringComparison.Ordinal);
        Assert.Equal(Verdict.Protected, posture.EarlierVerdict);
    }

    /// <summary>Rotation reaches other workloads each time; the open one decides until it is shut itself.</summary>
    [Fact]
    public void Learn_OtherWorkloadsInTurn_TheWorstThatStandsDecides()
    {
        var known = new NamespaceKnowledge("a");
        var verdicts = new List<Verdict>();
        for (var turn = 0; turn < 6; turn++)
        {
            known = known.Learn(Workloads((turn % 3) switch { 0 => ("open", Verdict.Unprotected), 1 => ("b", Verdict.Protected), _ => ("c", Verdict.Blocked) }), At(turn), null, s_terms);
            verdicts.Add(Read(known, turn).Verdict);
        }

        Assert.Equal(Enumerable.Repeat(Verdict.Unprotected, 6), verdicts);
        Assert.Null(Read(known, 6).EarlierVerdict);
        known = known.Learn(Workloads(("open", Verdict.Protected)), At(7), null, s_terms);
        Assert.Equal((Verdict.Protected, Verdict.Unprotected), (Read(known, 7).Verdict, Read(known, 7).EarlierVerdict));
    }

    /// <summary>What others answer does not say that an open workload is shut.</summary>
    [Fact]
    public void Reading_OpenWorkloadNotAskedForLong_IsUnknownAndNotProtected()
    {
        var known = new NamespaceKnowledge("a").Learn(Workloads(("open", Verdict.Unprotected)), At(0), null, s_terms);
        known = known.Learn(Workloads(("b", Verdict.Protected)), At(60), null, s_terms);
        Assert.Equal(Verdict.Unprotected, Read(known, 60).Verdict);
        Assert.Equal(Verdict.Unknown, Read(known, 100).Verdict);
        Assert.Contains("last known Unprotected", Read(known, 100).UnknownMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Learn_WorkloadHasGone_ItsAnswerGoesWithIt()
    {
        var known = new NamespaceKnowledge("a").Learn(Workloads(("open", Verdict.Unprotected), ("b", Verdict.Protected)), At(0), null, s_terms);
        known = known.Learn(Workloads(("b", Verdict.Protected)), At(1), new HashSet<string> { "b" }, s_terms);
        Assert.Equal(Verdict.Protected, Read(known, 1).Verdict);
    }

    [Fact]
    public void Learn_ThousandsOfWorkloads_TheWorstAndTheLatestAreKept()
    {
        var known = new NamespaceKnowledge("a").Learn(Workloads(("open", Verdict.Unprotected)), At(0), null, s_terms);
        for (var turn = 1; turn <= 10; turn++)
            known = known.Learn(Workloads([.. Enumerable.Range(0, 100).Select(i => ($"{turn}-{i}", Verdict.Protected))]), At(turn), null, s_terms);
        Assert.InRange(known.Answers.Count, 1, 256);
        Assert.Equal(Verdict.Unprotected, Read(known, 10).Verdict);
    }

    /// <summary>Findings may be missing until a whole round was asked once; later first answers take nothing away.</summary>
    [Fact]
    public void Learn_FirstAnswer_IsOneUntilAWholeRound()
    {
        var first = Workloads(("open", Verdict.Unprotected)) with { RegularControl = RegularControl.Unknown, RegularControlPending = true, IsFirstAnswer = true };
        var known = new NamespaceKnowledge("a").Learn(first, At(0), null, s_terms);
        Assert.True(Read(known, 1).IsFirstAnswer);
        known = known.Learn(Workloads(("open", Verdict.Unprotected)), At(2), null, s_terms).Learn(first, At(30), null, s_terms);
        Assert.False(Read(known, 31).IsFirstAnswer);
        Assert.True(Read(known.Forget().Learn(first, At(40), null, s_terms), 41).IsFirstAnswer);
    }

    public static TheoryData<NamespacePosture> RoundsWithoutControl =>
    [
        Workloads(("open", Verdict.Unprotected)) with { RegularControl = RegularControl.Unknown, RegularControlFailed = true },
        Workloads(("open", Verdict.Unprotected)) with { RegularControl = RegularControl.Unknown, RegularControlPending = true },
        Workloads(("b", Verdict.Protected)) with { RegularControl = RegularControl.NotAsked },
        NamespaceVerdict.Unknown("a", UnknownReason.Error, "boom", []),
    ];

    /// <summary>ES102 would come and go with every answer that does not get through.</summary>
    [Theory]
    [MemberData(nameof(RoundsWithoutControl))]
    public void Learn_RegularControlNotRenewed_TheAnswerOfBeforeStandsUntilTooOld(NamespacePosture round)
    {
        var known = new NamespaceKnowledge("a").Learn(Workloads(("open", Verdict.Unprotected)), At(0), null, s_terms).Learn(round, At(60), null, s_terms);
        Assert.Equal((Verdict.Unprotected, RegularControl.Denied), (Read(known, 61).Verdict, Read(known, 61).RegularControl));
        known = known.Learn(Workloads(("open", Verdict.Unprotected)) with { RegularControl = RegularControl.Unknown, RegularControlFailed = true }, At(80), null, s_terms);
        Assert.Equal(RegularControl.Denied, Read(known, 90).RegularControl);
        Assert.Equal((Verdict.Unprotected, RegularControl.Unknown), (Read(known, 91).Verdict, Read(known, 91).RegularControl));
    }

    [Fact]
    public void Learn_RegularControlOtherwise_ReplacesTheAnswerOfBefore()
    {
        var known = Learn((0, Verdict.Unprotected, null));
        known = known.Learn(Workloads(("web", Verdict.Unprotected)) with { RegularControl = RegularControl.Admitted }, At(1), null, s_terms);
        Assert.Equal(RegularControl.Admitted, Read(known, 1).RegularControl);
        known = known.Learn(Workloads(("web", Verdict.Unprotected)) with { RegularControl = RegularControl.Unknown, RegularControlForbidden = true }, At(2), null, s_terms);
        Assert.Equal((RegularControl.Unknown, true), (Read(known, 2).RegularControl, Read(known, 2).RegularControlForbidden));
    }

    [Fact]
    public void Learn_NothingIsOpenAnyMore_TheRegularControlIsNotAsked()
    {
        var known = Learn((0, Verdict.Unprotected, null));
        known = known.Learn(Workloads(("web", Verdict.Protected)) with { RegularControl = RegularControl.NotAsked }, At(1), null, s_terms);
        Assert.Equal(RegularControl.NotAsked, Read(known, 1).RegularControl);
    }

    [Fact]
    public void Learn_RegularControlFailsAfterAChange_TheAnswerRightAfterTheChangeCountsForNothing()
    {
        var terms = s_terms with { Changed = TimeSpan.FromMinutes(10) };
        var failed = Workloads(("web", Verdict.Unprotected)) with { RegularControl = RegularControl.Unknown, RegularControlFailed = true };
        var known = Learn((0, Verdict.Unprotected, null)).Learn(Posture(Verdict.Unprotected, null), At(10.01), null, terms).Learn(failed, At(10.2), null, terms);
        Assert.Equal(RegularControl.Unknown, KnowledgeReading.Of(known, At(11), terms).Posture.RegularControl);
        known = known.Learn(Posture(Verdict.Unprotected, null), At(12), null, terms).Learn(failed, At(13), null, terms);
        Assert.Equal(RegularControl.Denied, KnowledgeReading.Of(known, At(14), terms).Posture.RegularControl);
    }

    public static TheoryData<Verdict?, string, Verdict?> Histories => new()
    {
        // what others remember, verdicts in order (?: no pods, !: failed, x: no permission), the verdict that ES106 compares with
        { null, "Unprotected", null },
        { null, "Protected", null },
        { null, "Protected Unprotected", Verdict.Protected },
        { null, "Blocked Unprotected Unprotected", Verdict.Blocked },
        { null, "Protected ? Unprotected", Verdict.Protected },
        { null, "Protected ! Unprotected", Verdict.Protected },
        { null, "Protected x Unprotected", Verdict.Protected },
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
        var (known, minutes) = (new NamespaceKnowledge("a", remembered), 0);
        foreach (var step in history.Split(' '))
        {
            var posture = step switch
            {
                "?" => Posture(Verdict.Unknown, UnknownReason.NoPods),
                "!" => Posture(Verdict.Unknown, UnknownReason.Error),
                "x" => Posture(Verdict.Unknown, UnknownReason.NoPermission),
                _ => Posture(Enum.Parse<Verdict>(step), null),
            };
            known = known.Learn(posture, At(minutes++), null, s_terms);
        }

        Assert.Equal(expected, Read(known, minutes).EarlierVerdict);
    }

    [Fact]
    public void EarlierVerdict_StaleInBetween_IsKept()
    {
        var known = Learn((0, Verdict.Protected, null));
        Assert.Equal(Verdict.Protected, Read(known, 200).EarlierVerdict);
        Assert.Equal(Verdict.Protected, Read(known.Learn(Posture(Verdict.Unprotected, null), At(201), null, s_terms), 201).EarlierVerdict);
    }

    /// <summary>Another term of leading knows nothing, but goes on telling that protection was lost.</summary>
    [Fact]
    public void Forget_LossStands_GoesOnStandingOnceAskedAgain()
    {
        var known = Learn((0, Verdict.Protected, null), (1, Verdict.Unprotected, null)).Forget();
        Assert.Equal(UnknownReason.NotYetProbed, Read(known, 2).UnknownBecause);
        Assert.Equal(Verdict.Protected, Read(known.Learn(Posture(Verdict.Unprotected, null), At(3), null, s_terms), 3).EarlierVerdict);
    }

    private static NamespaceKnowledge Learn(params ReadOnlySpan<(int Minutes, Verdict Verdict, UnknownReason? Because)> history)
    {
        var known = new NamespaceKnowledge("a");
        foreach (var (minutes, verdict, because) in history)
            known = known.Learn(Posture(verdict, because), At(minutes), null, s_terms);
        return known;
    }

    private static NamespacePosture Read(NamespaceKnowledge known, double minutes) => KnowledgeReading.Of(known, At(minutes), s_terms).Posture;

    private static (Verdict Verdict, UnknownReason? Because) Said(NamespacePosture posture) => (posture.Verdict, posture.UnknownBecause);

    private static Moment At(double minutes) => new(TimeSpan.FromMinutes(minutes), s_start + TimeSpan.FromMinutes(minutes));

    private static DateTimeOffset After(double minutes) => s_start + TimeSpan.FromMinutes(minutes);

    private static NamespacePosture Posture(Verdict verdict, UnknownReason? because) => because is null
        ? Workloads(("web", verdict))
        : NamespaceVerdict.Unknown("a", because.Value, "boom", []);

    private static NamespacePosture OneRefused(Verdict other) => NamespaceVerdict.Of(
        "a",
        [new TargetPosture("one-0", "one", other, []), new TargetPosture("two-0", "two", Verdict.Unknown, []) { UnknownBecause = UnknownReason.NoPermission }],
        [],
        RegularControl.NotAsked,
        null);

    private static NamespacePosture Workloads(params (string Workload, Verdict Verdict)[] answers) => NamespaceVerdict.Of(
        "a", [.. answers.Select(a => new TargetPosture($"{a.Workload}-0", a.Workload, a.Verdict, []))], [], RegularControl.Denied, null);
}
