using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;

namespace Scanner.Core.Tests.Scheduling;

/// <summary>Times are seconds; the defaults: 10 s between rounds, settled after 1 s and 10 s, pods 1 s, retries from 30 s to 10 min.</summary>
public sealed class ProbeAgendaTests
{
    private readonly ProbeAgenda _agenda = new(new AgendaOptions());

    [Fact]
    public void TryTake_NothingHappened_GivesNothing()
    {
        Add("a");
        Assert.Null(_agenda.TryTake(At(1000)));
        Assert.Null(_agenda.NextDue);
    }

    [Theory]
    [InlineData(DueReason.Guard, DueReason.ClusterGuard)]
    [InlineData(DueReason.ClusterGuard, DueReason.Pods)]
    [InlineData(DueReason.Pods, DueReason.Retry)]
    [InlineData(DueReason.Retry, DueReason.Schedule)]
    public void TryTake_TwoReasons_TheDeclaredOrderDecides(DueReason first, DueReason second)
    {
        // The names are in the other order. What concerns all namespaces does not concern one that comes later.
        Add("z");
        Make("z", first);
        Add("a");
        Make("a", second);
        Assert.Equal($"z {first}", Take(100));
    }

    [Fact]
    public void TryTake_EqualReasons_ThoseThatCanTurnUnprotectedFirst()
    {
        Add("a-open", "b-unknown", "c-guarded", "d-blocked");
        Probe("a-open", 0, Verdict.Unprotected);
        Probe("b-unknown", 1, Verdict.Unknown);
        Probe("c-guarded", 2, Verdict.Protected);
        Probe("d-blocked", 3, Verdict.Blocked);
        _agenda.FullScan(At(100));
        Assert.Equal(["c-guarded Schedule", "d-blocked Schedule", "b-unknown Schedule", "a-open Schedule"], TakeAll(100));
    }

    /// <summary>What fell due first is not what matters most.</summary>
    [Fact]
    public void TryTake_OneNamespaceWithSeveralReasons_TheMostUrgentThatIsDueDecides()
    {
        Add("a", "b");
        Probe("b", 0);
        _agenda.FullScan(At(50));
        _agenda.PodsChanged("a", At(60));
        _agenda.GuardChanged("b", At(90));
        Assert.Equal(["b Guard", "a Pods"], TakeAll(90));
    }

    /// <summary>It waits for the schedule already when something more urgent falls due.</summary>
    [Fact]
    public void TryTake_MoreUrgentReasonFallsDueLater_ItMovesUp()
    {
        Add("a", "b");
        Probe("a", 0);
        Probe("b", 0);
        _agenda.FullScan(At(50));
        _agenda.PodsChanged("b", At(59.5));
        Assert.Equal("a Schedule", Take(60));
        Assert.Equal("b Pods", Take(60.5));
    }

    [Fact]
    public void TryTake_NeverAsked_GoesBeforeThoseThatWere()
    {
        Add("a", "b");
        Probe("a", 10);
        _agenda.AllGuardsChanged(At(50));
        Assert.Equal(["b ClusterGuard", "a ClusterGuard"], TakeAll(60));
    }

    [Fact]
    public void ClusterGuard_ChangesAgain_WhoHasWaitedSinceTheFirstGoesFirst()
    {
        Add("a", "b", "c");
        Probe("a", 1);
        Probe("b", 2);
        Probe("c", 3);
        _agenda.AllGuardsChanged(At(100));
        Assert.Equal("a ClusterGuard", TakeAndAnswer(100.1));
        _agenda.AllGuardsChanged(At(150));
        Assert.Equal(["b ClusterGuard", "c ClusterGuard", "a ClusterGuard"], new[] { TakeAndAnswer(150.1)!, TakeAndAnswer(150.2)!, TakeAndAnswer(150.3)! });
    }

    [Fact]
    public void TryTake_Overdue_HasEveryOtherTurn()
    {
        Add("late");
        _agenda.FullScan(At(0));
        for (var i = 0; i < 4; i++)
        {
            _agenda.Add($"urgent-{i}");
            _agenda.GuardChanged($"urgent-{i}", At(899));
        }

        Assert.Equal("urgent-0 Guard", TakeAndAnswer(900));
        Assert.Equal("late Schedule", TakeAndAnswer(901));
        Assert.Equal("urgent-1 Guard", TakeAndAnswer(902));
    }

    /// <summary>So that it is not sent behind all that is urgent, which may fill the rate as well.</summary>
    [Fact]
    public void TryTake_Overdue_SaysSo()
    {
        Add("late");
        _agenda.FullScan(At(0));
        _agenda.Add("urgent");
        _agenda.GuardChanged("urgent", At(899));
        Assert.True(_agenda.TryTake(At(900)) is { Name: "urgent", IsOverdue: false });
        Assert.True(_agenda.TryTake(At(901)) is { Name: "late", IsOverdue: true });
    }

    /// <summary>One attempt of each may take half a minute: with hundreds of them a full scan would outlast what it is to renew.</summary>
    [Fact]
    public void FullScan_WhoHangs_IsDueAndNotWaitedFor()
    {
        Add("answers", "hangs");
        Probe("answers", 0);
        _agenda.FullScan(At(0));
        _agenda.Done(_agenda.TryTake(At(1), PassOver.Nothing)!, Verdict.Unknown, AgendaOutcome.Hung, At(2));
        _agenda.FullScan(At(1800));
        Assert.Equal(1, _agenda.Awaited);
        Assert.Equal(2, TakeAll(1800).Count);
    }

    [Fact]
    public void Done_Hung_IsPassedOverWhereTheShareOfThoseIsTaken()
    {
        Add("hangs", "well");
        _agenda.FullScan(At(0));
        _agenda.Done(_agenda.TryTake(At(1))!, Verdict.Unknown, AgendaOutcome.Hung, At(11));
        TakeAndAnswer(12);
        _agenda.GuardChanged("hangs", At(100));
        Assert.Null(_agenda.TryTake(At(101), PassOver.Hanging));
        Assert.Null(_agenda.NextDueBut(PassOver.Hanging));
        Assert.True(_agenda.TryTake(At(101)) is { Name: "hangs", Hangs: true });
    }

    [Fact]
    public void Done_FirstAnswerOnly_TheRestFollowsWhenAllHaveOneAndTheScanWaitsForIt()
    {
        Add("a", "b");
        _agenda.FullScan(At(0));
        var first = _agenda.TryTake(At(1))!;
        Assert.True(first.IsFirst);
        _agenda.Done(first, Verdict.Protected, AgendaOutcome.FirstAnswer, At(1.1));
        Assert.Equal((2, 1), (_agenda.Awaited, _agenda.Unanswered));
        Assert.Equal(["b Schedule", "a Depth"], TakeAll(2));
        Assert.Equal((0, 0), (_agenda.Awaited, _agenda.Unanswered));
        Assert.Null(_agenda.NextDue);
    }

    /// <summary>One question is no round, and what changes next must not wait for it.</summary>
    [Fact]
    public void GuardChanged_AfterAFirstAnswer_IsAskedAtOnce()
    {
        Add("a", "b");
        _agenda.FullScan(At(0));
        _agenda.Done(_agenda.TryTake(At(1))!, Verdict.Unprotected, AgendaOutcome.FirstAnswer, At(1.1));
        _agenda.GuardChanged("a", At(2));
        Assert.Equal("a Guard", Take(2));
    }

    [Fact]
    public void GuardChanged_Once_IsAskedAtOnceAndAt1And10Seconds()
    {
        Add("a");
        _agenda.GuardChanged("a", At(100));
        Assert.Equal(["100 Guard", "101 GuardSettled", "110 GuardSettled"], Run("a", 100, 300));
    }

    /// <summary>Whoever has closed a namespace waits for that: its repetition is one question, and is held up by no other.</summary>
    [Fact]
    public void GuardChanged_OpenAllTheSame_IsRepeatedBeforeWhatNobodyWaitsFor()
    {
        Add("closed", "open");
        _agenda.GuardChanged("closed", At(100));
        Assert.Equal("closed Guard", TakeAndAnswer(100));
        _agenda.GuardChanged("open", At(100.5));
        _agenda.Done(_agenda.TryTake(At(100.5))!, Verdict.Unprotected, AgendaOutcome.Answered, At(100.6));
        Assert.Null(_agenda.TryTake(At(101.2), PassOver.Repetitions | PassOver.Background));
        var due = _agenda.TryTake(At(102), PassOver.Repetitions | PassOver.Background)!;
        Assert.Equal(("open", DueReason.OpenGuardSettled), (due.Name, due.Reason));
        _agenda.Done(due, Verdict.Protected, AgendaOutcome.Answered, At(102));
        Assert.Equal("closed GuardSettled", Take(102));
    }

    /// <summary>What is being asked of a namespace whose guard changes then counts for nothing: it gives way to the change.</summary>
    [Fact]
    public void IsOutdated_GuardChangedWhileNobodyWaited_IsGivenUpForTheChange()
    {
        Add("a");
        _agenda.FullScan(At(100));
        var scheduled = _agenda.TryTake(At(100))!;
        Assert.False(_agenda.IsOutdated(scheduled, At(100)));
        _agenda.GuardChanged("a", At(101));
        Assert.True(_agenda.IsOutdated(scheduled, At(101)));
        _agenda.Done(scheduled, Verdict.Unknown, AgendaOutcome.Outdated, At(101.1));
        Assert.Equal((1, 1), (_agenda.Awaited, _agenda.Unanswered));
        var changed = _agenda.TryTake(At(101.1))!;
        Assert.Equal((DueReason.Guard, true), (changed.Reason, changed.IsFirst));
        // Somebody waits for this one, and another change comes in the next round.
        _agenda.GuardChanged("a", At(101.2));
        Assert.False(_agenda.IsOutdated(changed, At(101.2)));
        _agenda.Done(changed, Verdict.Protected, AgendaOutcome.Answered, At(101.5));
        Assert.Equal((0, 0), (_agenda.Awaited, _agenda.Unanswered));
    }

    /// <summary>Changes without end: of the first alone what is being asked gives way, so that the namespace has its answers.</summary>
    [Fact]
    public void IsOutdated_ChangesWithoutEnd_OncePerRound()
    {
        Add("a");
        _agenda.FullScan(At(100));
        var (given, answered) = (0, 0);
        for (var at = 100.0; at < 120; at += 0.1)
        {
            var due = _agenda.TryTake(At(at));
            _agenda.GuardChanged("a", At(at + 0.01));
            if (due is null)
                continue;
            var outdated = _agenda.IsOutdated(due, At(at + 0.02));
            _agenda.Done(due, Verdict.Protected, outdated ? AgendaOutcome.Outdated : AgendaOutcome.Answered, At(at + 0.05));
            (given, answered) = outdated ? (given + 1, answered) : (given, answered + 1);
        }

        Assert.Equal((1, 2), (given, answered));
    }

    [Fact]
    public void GuardChanged_Again_SettlingCountsFromTheLastChange()
    {
        Add("a");
        _agenda.GuardChanged("a", At(100));
        Assert.Equal(["100 Guard"], Run("a", 100, 100.5));
        _agenda.GuardChanged("a", At(100.6));
        // The one repetition of the round is the settled one of the last change; what is left waits for the next round.
        Assert.Equal(["101.6 GuardSettled", "110.6 GuardSettled"], Run("a", 100.7, 300));
    }

    [Fact]
    public void AllGuardsChanged_OneIsNew_ItHasItsOwnReasonsOnly()
    {
        Add("a");
        _agenda.AllGuardsChanged(At(100));
        Add("b");
        Assert.Equal(["a ClusterGuard"], TakeAll(100));
    }

    [Fact]
    public void PodsChanged_Burst_IsOneProbeASecondAfterItsStart()
    {
        Add("a");
        foreach (var at in new[] { 100, 100.3, 100.6, 100.9 })
            _agenda.PodsChanged("a", At(at));
        Assert.Equal(["101 Pods"], Run("a", 100, 300));
    }

    /// <summary>A namespace that makes a workload every half second.</summary>
    [Fact]
    public void PodsChanged_WithoutEnd_TheNamespaceHasItsTurn()
    {
        Add("a");
        var taken = new List<string>();
        for (var at = 100.0; at < 130; at += 0.5)
        {
            _agenda.PodsChanged("a", At(at));
            taken.AddRange(Run("a", at, at + 0.4));
        }

        Assert.Equal(3, taken.Count);
    }

    [Fact]
    public void MinInterval_ChangeRightAfterARound_Waits()
    {
        Add("a");
        Probe("a", 100);
        _agenda.PodsChanged("a", At(102));
        Assert.Equal(At(110), _agenda.NextDue);
        Assert.Equal(["110 Pods"], Run("a", 102, 300));
    }

    /// <summary>Nobody waits for a round of the schedule: it holds up one change of a guard less than the changes of that guard hold up each other.</summary>
    [Fact]
    public void MinInterval_GuardChangesRightAfterARoundOfTheSchedule_TheFirstDoesNotWait()
    {
        Add("a");
        _agenda.FullScan(At(100));
        Assert.Equal(["100 Schedule"], Run("a", 100, 101));
        _agenda.GuardChanged("a", At(102));
        Assert.Equal(["102 Guard"], Run("a", 102, 102.5));
        _agenda.GuardChanged("a", At(103));
        Assert.Equal("110 Guard", Run("a", 103, 300)[0]);
    }

    [Fact]
    public void MinInterval_GuardChangesRightAfterARoundOfItsOwn_Waits()
    {
        Add("a");
        _agenda.GuardChanged("a", At(100));
        Assert.Equal(["100 Guard"], Run("a", 100, 100.5));
        _agenda.GuardChanged("a", At(100.6));
        Assert.Equal(["101.6 GuardSettled", "110.6 GuardSettled"], Run("a", 100.6, 300));
    }

    /// <summary>A repetition that comes when another round could begin is that round: nothing may follow at once.</summary>
    [Fact]
    public void MinInterval_RepetitionTakenLate_CountsAsARound()
    {
        Add("a");
        _agenda.GuardChanged("a", At(100));
        Assert.Equal(["100 Guard"], Run("a", 100, 100.5));
        Assert.Equal("a GuardSettled", Take(109.5));
        var late = new ProbeAgenda(new AgendaOptions());
        late.Add("a");
        late.GuardChanged("a", At(100));
        late.Done(late.TryTake(At(100))!, Verdict.Protected, AgendaOutcome.Answered, At(100));
        late.Done(late.TryTake(At(112))!, Verdict.Protected, AgendaOutcome.Answered, At(112));
        late.GuardChanged("a", At(113));
        Assert.Equal(At(114), late.NextDue);
        late.Done(late.TryTake(At(114))!, Verdict.Protected, AgendaOutcome.Answered, At(114));
        late.GuardChanged("a", At(115));
        Assert.Equal(At(122), late.NextDue);
    }

    [Fact]
    public void MinInterval_Lowered_HoldsAtOnce()
    {
        Add("a");
        Probe("a", 100);
        _agenda.PodsChanged("a", At(101));
        _agenda.Options = new AgendaOptions { MinInterval = TimeSpan.FromSeconds(3) };
        Assert.Equal(At(103), _agenda.NextDue);
    }

    [Fact]
    public void Done_Failed_RetriesWithDoublingPausesUntilItSucceeds()
    {
        Add("a");
        _agenda.FullScan(At(0));
        var times = new List<double>();
        for (var failures = 0; failures < 8; failures++)
        {
            var at = failures == 0 ? At(0) : _agenda.NextDue!.Value;
            times.Add(at.TotalSeconds);
            _agenda.Done(_agenda.TryTake(at)!, Verdict.Unknown, AgendaOutcome.Failed, at);
        }

        Assert.Equal([0, 30, 90, 210, 450, 930, 1530, 2130], times);
        var last = _agenda.NextDue!.Value;
        _agenda.Done(_agenda.TryTake(last)!, Verdict.Protected, AgendaOutcome.Answered, last);
        Assert.Null(_agenda.NextDue);
    }

    [Fact]
    public void Take_WhileBeingProbed_IsNotTakenTwiceAndTheChangeIsNotForgotten()
    {
        Add("a");
        _agenda.GuardChanged("a", At(100));
        var due = _agenda.TryTake(At(100))!;
        _agenda.GuardChanged("a", At(102));
        Assert.Null(_agenda.TryTake(At(200)));
        _agenda.Done(due, Verdict.Protected, AgendaOutcome.Answered, At(200));
        Assert.Equal("a", _agenda.TryTake(At(200))?.Name);
    }

    [Fact]
    public void Remove_GoneAndBack_TheOldAnswerCountsForNothing()
    {
        Add("a");
        _agenda.GuardChanged("a", At(100));
        var old = _agenda.TryTake(At(100))!;
        _agenda.Remove("a");
        Add("a");
        _agenda.GuardChanged("a", At(101));
        _agenda.Done(old, Verdict.Protected, AgendaOutcome.Answered, At(102));
        Assert.True(_agenda.IsAwaited("a", At(101)));
        Assert.Equal("a Guard", Take(102));
    }

    [Fact]
    public void FullScan_AnsweredMeanwhile_IsNotAskedAgain()
    {
        Add("a", "b");
        _agenda.FullScan(At(100));
        Probe("a", 101);
        Assert.Equal(1, _agenda.Awaited);
        Assert.Equal(["b Schedule"], TakeAll(150));
        Assert.Equal(0, _agenda.Awaited);
    }

    [Fact]
    public void Awaited_WhileBeingProbed_CountsIt()
    {
        Add("a");
        _agenda.FullScan(At(100));
        var due = _agenda.TryTake(At(100.1))!;
        Assert.Equal(1, _agenda.Awaited);
        _agenda.Done(due, Verdict.Protected, AgendaOutcome.Answered, At(100.2));
        Assert.Equal(0, _agenda.Awaited);
    }

    [Fact]
    public void Reset_WhateverWasDue_NothingIs()
    {
        Add("a", "b");
        _agenda.FullScan(At(100));
        var taken = _agenda.TryTake(At(100))!;
        _agenda.Reset();
        _agenda.Done(taken, Verdict.Unknown, AgendaOutcome.Failed, At(101));
        Assert.Equal(2, _agenda.Count);
        Assert.Null(_agenda.NextDue);
        Assert.Null(_agenda.TryTake(At(1000)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Add(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _agenda.Add(name);
    }

    private void Make(string ns, DueReason reason)
    {
        switch (reason)
        {
            case DueReason.Guard:
                _agenda.GuardChanged(ns, At(90));
                break;
            case DueReason.ClusterGuard:
                _agenda.AllGuardsChanged(At(90));
                break;
            case DueReason.Pods:
                _agenda.PodsChanged(ns, At(80));
                break;
            case DueReason.Retry:
                Probe(ns, 0, Verdict.Unknown, outcome: AgendaOutcome.Failed);
                break;
            default:
                _agenda.FullScan(At(90));
                break;
        }
    }

    private void Probe(string ns, double at, Verdict verdict = Verdict.Protected, AgendaOutcome outcome = AgendaOutcome.Answered)
    {
        if (!_agenda.IsAwaited(ns, At(at)))
            return;
        _agenda.PodsChanged(ns, At(at - 1));
        var others = new List<DueNamespace>();
        while (_agenda.TryTake(At(at)) is { } due)
        {
            if (due.Name != ns)
            {
                others.Add(due);
                continue;
            }

            _agenda.Done(due, verdict, outcome, At(at));
            Assert.Empty(others);
            return;
        }

        Assert.Fail($"{ns} is not due at {at}");
    }

    /// <summary>What was answered already waits when told to; what was not goes on, and nobody is woken for the former.</summary>
    [Fact]
    public void TryTake_WithoutRepetitions_PassesOverThem()
    {
        _agenda.Add("settling");
        _agenda.GuardChanged("settling", At(100));
        _agenda.Done(_agenda.TryTake(At(100))!, Verdict.Protected, AgendaOutcome.Answered, At(100));
        _agenda.Add("scheduled");
        _agenda.FullScan(At(100.5));
        Assert.Equal("scheduled", _agenda.TryTake(At(102), PassOver.Repetitions)?.Name);
        Assert.Null(_agenda.TryTake(At(102), PassOver.Repetitions));
        Assert.Null(_agenda.NextDueBut(PassOver.Repetitions));
        Assert.Equal(At(101), _agenda.NextDue);
        Assert.Equal(("settling", DueReason.GuardSettled), _agenda.TryTake(At(102)) is { } due ? (due.Name, due.Reason) : default);
    }

    private string? TakeAndAnswer(double at)
    {
        if (_agenda.TryTake(At(at)) is not { } due)
            return null;
        _agenda.Done(due, Verdict.Protected, AgendaOutcome.Answered, At(at));
        return $"{due.Name} {due.Reason}";
    }

    private string? Take(double at) => _agenda.TryTake(At(at)) is { } due ? $"{due.Name} {due.Reason}" : null;

    private List<string> TakeAll(double at)
    {
        var lines = new List<string>();
        while (_agenda.TryTake(At(at)) is { } due)
        {
            lines.Add($"{due.Name} {due.Reason}");
            _agenda.Done(due, Verdict.Protected, AgendaOutcome.Answered, At(at));
        }

        return lines;
    }

    /// <summary>Answers whatever falls due, as soon as it does, from one time to another.</summary>
    private List<string> Run(string ns, double from, double to)
    {
        var lines = new List<string>();
        while (_agenda.NextDue is { } next && next <= At(to))
        {
            var at = next > At(from) ? next : At(from);
            var due = _agenda.TryTake(at)!;
            Assert.Equal(ns, due.Name);
            lines.Add(FormattableString.Invariant($"{at.TotalSeconds} {due.Reason}"));
            _agenda.Done(due, Verdict.Protected, AgendaOutcome.Answered, at);
        }

        return lines;
    }
}
