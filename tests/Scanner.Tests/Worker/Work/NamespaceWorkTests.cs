using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;
using Scanner.Worker.Work;

namespace Scanner.Tests.Worker.Work;

public sealed class NamespaceWorkTests
{
    private static readonly ImmutableDictionary<string, Verdict> s_nobodyRemembers = ImmutableDictionary<string, Verdict>.Empty;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly NamespaceWork _work;

    public NamespaceWorkTests()
    {
        _work = new NamespaceWork(new AgendaOptions(), _time);
        _work.NamespaceAppeared("a");
    }

    [Fact]
    public void TryTake_BeforeTheFirstFullScan_NobodyMayAsk()
    {
        _work.GuardChanged("a");
        _work.PodsChanged("a");
        _work.AllGuardsChanged();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_work.TryTake().Due);
    }

    [Fact]
    public void FullScan_AllAsked_NothingIsAwaited()
    {
        var since = Begin();
        Assert.Equal(1, _work.Awaited(since));
        Answer(Verdict.Protected);
        Assert.Equal(0, _work.Awaited(since));
        Assert.Equal(Verdict.Protected, Find()!.Verdict);
    }

    /// <summary>The clock need not have moved: what came after the question is not covered by its answer.</summary>
    [Fact]
    public void Learn_FailureAfterAChangeAtTheSameMoment_WhatWasKnownIsVoid()
    {
        Begin();
        Answer(Verdict.Protected);
        _work.GuardChanged("a");
        _time.Advance(TimeSpan.FromSeconds(10));
        Answer(Verdict.Unknown, UnknownReason.Error);
        Assert.Equal(Verdict.Unknown, Find()!.Verdict);
    }

    [Fact]
    public void Learn_FailureWithoutAChange_WhatWasKnownStays()
    {
        Begin();
        Answer(Verdict.Protected);
        _time.Advance(TimeSpan.FromMinutes(30));
        _work.BeginFullScan();
        Answer(Verdict.Unknown, UnknownReason.Error);
        Assert.Equal((Verdict.Protected, "boom"), (Find()!.Verdict, Find()!.NotRenewedBecause));
    }

    [Theory]
    [InlineData(UnknownReason.Error, true)]
    [InlineData(UnknownReason.Timeout, true)]
    [InlineData(UnknownReason.NoPermission, false)]
    [InlineData(UnknownReason.NoPods, false)]
    public void Learn_Unknown_IsAskedAgainOnlyWhereThatMayHelp(UnknownReason because, bool again)
    {
        Begin();
        Answer(Verdict.Unknown, because);
        _time.Advance(TimeSpan.FromSeconds(30.1));
        Assert.Equal(again, _work.TryTake().Due is { Reason: DueReason.Retry });
    }

    [Fact]
    public void EndTerm_WhatIsUnderWay_CountsForNothingAndNothingIsDue()
    {
        Begin();
        var due = _work.TryTake().Due!;
        _work.EndTerm();
        _work.Learn(due, Posture(Verdict.Unknown, UnknownReason.Error), _time.GetUtcNow());
        _work.GuardChanged("a");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_work.TryTake().Due);
    }

    [Fact]
    public void BeginTerm_EarlierVerdicts_AreComparedWithUnlessThisProcessKnowsBetter()
    {
        _work.BeginTerm(s_nobodyRemembers.Add("a", Verdict.Protected).Add("b", Verdict.Blocked));
        _work.NamespaceAppeared("b");
        _work.BeginFullScan();
        Answer(Verdict.Unprotected);
        Answer(Verdict.Unprotected);
        Assert.Equal((Verdict.Protected, Verdict.Blocked), (Find("a")!.EarlierVerdict, Find("b")!.EarlierVerdict));
        _work.EndTerm();
        _work.BeginTerm(s_nobodyRemembers.Add("a", Verdict.Sanitized));
        Assert.Equal(Verdict.Protected, Find("a")!.EarlierVerdict);
    }

    [Fact]
    public void NamespaceGone_AndBack_IsAnotherOne()
    {
        Begin();
        Answer(Verdict.Protected);
        _work.NamespaceGone("a");
        Assert.Null(Find());
        _work.NamespaceAppeared("a");
        Answer(Verdict.Unprotected);
        Assert.Null(Find()!.EarlierVerdict);
    }

    private TimeSpan Begin()
    {
        _work.BeginTerm(s_nobodyRemembers);
        return _work.BeginFullScan();
    }

    private void Answer(Verdict verdict, UnknownReason? because = null)
    {
        var due = _work.TryTake().Due;
        Assert.NotNull(due);
        _work.Learn(due, Posture(verdict, because), _time.GetUtcNow());
    }

    private NamespacePosture? Find(string ns = "a") => _work.Find(ns, TimeSpan.FromHours(2));

    private static NamespacePosture Posture(Verdict verdict, UnknownReason? because) =>
        new() { Name = "a", Verdict = verdict, UnknownBecause = because, UnknownMessage = because is null ? null : "boom" };
}
