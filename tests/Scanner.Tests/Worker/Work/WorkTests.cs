using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;

namespace Scanner.Tests.Worker.Work;

/// <summary>What is due and what is known of it, together.</summary>
public sealed class WorkTests
{
    private readonly WorkRig _work = new();

    public WorkTests() => _work.Changes.NamespaceAppeared("a");

    [Fact]
    public void TryTake_BeforeTheFirstFullScan_NobodyMayAsk()
    {
        _work.Changes.GuardChanged("a");
        _work.Changes.PodsChanged("a");
        _work.Changes.AllGuardsChanged();
        _work.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_work.Queue.TryTake().Due);
    }

    [Fact]
    public void FullScan_AllAsked_NothingIsAwaited()
    {
        _work.Begin();
        Assert.Equal((1, 1), (_work.Queue.Awaited, _work.Queue.Unanswered));
        _work.Answer(Verdict.Protected);
        Assert.Equal((0, 0), (_work.Queue.Awaited, _work.Queue.Unanswered));
        Assert.Equal(Verdict.Protected, _work.Find()!.Verdict);
    }

    /// <summary>The clock need not have moved: what came after the question is not covered by its answer.</summary>
    [Fact]
    public void Learn_FailureAfterAChangeAtTheSameMoment_WhatWasKnownIsVoid()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.Changes.GuardChanged("a");
        _work.Time.Advance(TimeSpan.FromSeconds(10));
        _work.Answer(Verdict.Unknown, UnknownReason.Error);
        Assert.Equal(Verdict.Unknown, _work.Find()!.Verdict);
    }

    [Fact]
    public void Learn_FailureWithoutAChange_WhatWasKnownStays()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.Time.Advance(TimeSpan.FromMinutes(30));
        _work.Queue.BeginFullScan();
        _work.Answer(Verdict.Unknown, UnknownReason.Error);
        Assert.Equal((Verdict.Protected, "boom"), (_work.Find()!.Verdict, _work.Find()!.NotRenewedBecause));
        Assert.Equal(1, _work.Known.CountMissing());
    }

    [Theory]
    [InlineData(UnknownReason.Error, true)]
    [InlineData(UnknownReason.Timeout, true)]
    [InlineData(UnknownReason.NoPermission, false)]
    [InlineData(UnknownReason.NoPods, false)]
    public void Learn_Unknown_IsAskedAgainOnlyWhereThatMayHelp(UnknownReason because, bool again)
    {
        _work.Begin();
        _work.Answer(Verdict.Unknown, because);
        _work.Time.Advance(TimeSpan.FromSeconds(30.1));
        Assert.Equal(again, _work.Queue.TryTake().Due is { Reason: DueReason.Retry });
    }

    [Fact]
    public void EndTerm_WhatIsUnderWay_CountsForNothingAndNothingIsDue()
    {
        _work.Begin();
        var asked = _work.Take();
        _work.End();
        _work.Answer(asked, Verdict.Unknown, UnknownReason.Error);
        _work.Changes.GuardChanged("a");
        _work.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_work.Queue.TryTake().Due);
    }

    /// <summary>A follower asks nobody, and has seen that its answer is that of another time.</summary>
    [Fact]
    public void EndTerm_GuardChangesAfterwards_WhatWasKnownIsUnknownAtOnce()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.End();
        Assert.Equal(Verdict.Protected, _work.Find()!.Verdict);
        _work.Changes.GuardChanged("a");
        Assert.Equal((Verdict.Unknown, UnknownReason.NotYetProbed), (_work.Find()!.Verdict, _work.Find()!.UnknownBecause));
    }

    /// <summary>The server may have answered as before the change, and nobody repeats the question.</summary>
    [Fact]
    public void EndTerm_RightAfterAChange_TheAnswerThatWasNotRepeatedIsUnknown()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.Time.Advance(TimeSpan.FromMinutes(5));
        _work.Changes.GuardChanged("a");
        _work.Time.Advance(TimeSpan.FromSeconds(1));
        _work.Answer(Verdict.Protected);
        Assert.Equal(Verdict.Protected, _work.Find()!.Verdict);
        _work.End();
        Assert.Equal((Verdict.Unknown, UnknownReason.NotYetProbed), (_work.Find()!.Verdict, _work.Find()!.UnknownBecause));
    }

    /// <summary>What changed a moment before the term may not be enforced yet when it is asked about: it is asked about once more.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BeginTerm_GuardChangedAMomentAgo_IsAskedAgainWhenTheServerHasSettled(bool all)
    {
        if (all)
            _work.Changes.AllGuardsChanged();
        else
            _work.Changes.GuardChanged("a");
        _work.Time.Advance(TimeSpan.FromSeconds(2));
        _work.Begin();
        Assert.Equal(all, _work.Signals.GuardsChangedAt is not null);
        _work.Answer(Verdict.Protected);
        Assert.Null(_work.Queue.TryTake().Due);
        _work.Time.Advance(TimeSpan.FromSeconds(10));
        _work.Answer(Verdict.Unprotected);
        Assert.Equal(Verdict.Unprotected, _work.Find()!.Verdict);
        _work.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(_work.Queue.TryTake().Due);
    }

    [Fact]
    public void BeginTerm_GuardChangedLongAgo_IsAskedOnce()
    {
        for (var i = 0; i < 200; i++)
            _work.Changes.GuardChanged($"{i}");
        _work.Changes.GuardChanged("a");
        _work.Changes.AllGuardsChanged();
        _work.Time.Advance(TimeSpan.FromSeconds(11));
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(_work.Queue.TryTake().Due);
    }

    [Fact]
    public void AllGuardsChanged_Leading_WhatWasKnownStaysForTheMomentThatAskingTakes()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.Time.Advance(TimeSpan.FromMinutes(5));
        // A change each half minute does not put the end off.
        for (var i = 0; i < 3; i++)
        {
            _work.Changes.AllGuardsChanged();
            Assert.Equal(i < 2 ? Verdict.Protected : Verdict.Unknown, _work.Find()!.Verdict);
            _work.Time.Advance(TimeSpan.FromSeconds(31));
        }

        _work.Answer(Verdict.Protected);
        Assert.Equal(Verdict.Protected, _work.Find()!.Verdict);
    }

    [Fact]
    public void BeginTerm_Again_NothingIsKnownButWhatIsComparedWith()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.End();
        _work.Known.BeginTerm(ImmutableDictionary<string, Verdict>.Empty);
        Assert.Equal((UnknownReason.NotYetProbed, Verdict.Protected), (_work.Find()!.UnknownBecause, _work.Find()!.EarlierVerdict));
    }

    [Fact]
    public void BeginTerm_EarlierVerdicts_AreComparedWithUnlessThisProcessKnowsBetter()
    {
        _work.Known.BeginTerm(ImmutableDictionary<string, Verdict>.Empty.Add("a", Verdict.Protected).Add("b", Verdict.Blocked));
        _work.Changes.NamespaceAppeared("b");
        _work.Queue.BeginFullScan();
        _work.Answer(Verdict.Unprotected);
        _work.Answer(Verdict.Unprotected);
        Assert.Equal((Verdict.Protected, Verdict.Blocked), (_work.Find("a")!.EarlierVerdict, _work.Find("b")!.EarlierVerdict));
        _work.End();
        _work.Known.BeginTerm(ImmutableDictionary<string, Verdict>.Empty.Add("a", Verdict.Sanitized));
        Assert.Equal(Verdict.Protected, _work.Find("a")!.EarlierVerdict);
    }

    /// <summary>Its verdict was read when it was there; the one of its name is another, and has lost nothing.</summary>
    [Fact]
    public void NamespaceGone_AndBackWhileEarlierVerdictsAreRead_HasNone()
    {
        _work.Known.ExpectTerm();
        _work.Changes.NamespaceGone("a");
        _work.Changes.NamespaceAppeared("a");
        _work.Known.BeginTerm(ImmutableDictionary<string, Verdict>.Empty.Add("a", Verdict.Protected));
        _work.Queue.BeginFullScan();
        _work.Answer(Verdict.Unprotected);
        Assert.Null(_work.Find()!.EarlierVerdict);
    }

    [Fact]
    public void NamespaceGone_AndBack_IsAnotherOne()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        _work.Changes.NamespaceGone("a");
        Assert.Null(_work.Find());
        _work.Changes.NamespaceAppeared("a");
        _work.Answer(Verdict.Unprotected);
        Assert.Null(_work.Find()!.EarlierVerdict);
    }

    /// <summary>The answer of the one that was deleted would be a false claim, and its loss a false alarm.</summary>
    [Fact]
    public void NamespaceGone_AndBackWhileItIsAsked_TheAnswerSaysNothingOfTheNewOne()
    {
        _work.Begin();
        var asked = _work.Take();
        _work.Changes.NamespaceGone("a");
        _work.Changes.NamespaceAppeared("a");
        Assert.False(_work.Answer(asked, Verdict.Protected));
        Assert.Equal(UnknownReason.NotYetProbed, _work.Find()!.UnknownBecause);
        _work.Time.Advance(TimeSpan.FromSeconds(1));
        _work.Answer(Verdict.Unprotected);
        Assert.Equal((Verdict.Unprotected, null), (_work.Find()!.Verdict, _work.Find()!.EarlierVerdict));
    }

    [Fact]
    public void Find_NothingHappens_IsTheSameObject()
    {
        _work.Begin();
        _work.Answer(Verdict.Protected);
        var before = _work.Find();
        _work.Time.Advance(TimeSpan.FromMinutes(30));
        _work.Changes.NamespaceAppeared("b");
        Assert.Same(before, _work.Find());
        // Whoever counts verdicts whatever their age changes nothing that is shown.
        Assert.Equal(Verdict.Protected, _work.Known.Find("a", TimeSpan.MaxValue)!.Verdict);
        Assert.Same(before, _work.Find());
    }
}
