using Scanner.ApiServer.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Publishing.Events;
using Scanner.Worker.Events;

namespace Scanner.Tests.Worker.Events;

public sealed class EventJournalTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly EventJournal _journal = new();
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Add_SameReasonSoon_IsASeriesThatIsWrittenOnceAMinute()
    {
        Add("a");
        Assert.Equal("a 1", Write(EventOutcome.Stored));
        _now += TimeSpan.FromSeconds(20);
        Add("a");
        Assert.Equal("a 2", Write(EventOutcome.Stored));
        for (var i = 0; i < 5; i++)
        {
            _now += TimeSpan.FromSeconds(10);
            Add("a");
        }

        Assert.Null(_journal.TryTake(_now).Write);
        _now += _journal.TryTake(_now).Wait;
        Assert.Equal("a 7", Write(EventOutcome.Stored));
        Assert.Null(_journal.TryTake(_now + TimeSpan.FromHours(1)).Write);
    }

    [Fact]
    public void Add_AfterTheSeriesHasEnded_IsAnotherEvent()
    {
        Add("a");
        var first = Take();
        _journal.Done(first, EventOutcome.Stored, _now);
        _now += EventJournal.SeriesEnds + TimeSpan.FromSeconds(1);
        Add("a");
        var second = Take();
        Assert.Equal((1, 0), (second.Count, second.Series.Written));
        Assert.NotEqual(first.Series.Name, second.Series.Name);
    }

    [Fact]
    public void Add_AnotherReason_IsAnotherEvent()
    {
        Add("a");
        Add("a", Verdict.Protected);
        Assert.Equal(["ProtectionLost", "Protected"], [Take().Series.Change.Reason, Take().Series.Change.Reason]);
    }

    /// <summary>The same name for each attempt: the one whose answer was lost may have been stored.</summary>
    [Fact]
    public void Done_NoAnswer_TriesAgainLaterUnderTheSameName_AndGivesUp()
    {
        Add("a");
        var names = new HashSet<string>();
        var pauses = new List<double>();
        for (var write = Take(); write is not null; write = _journal.TryTake(_now).Write)
        {
            names.Add(write.Series.Name);
            _journal.Done(write, EventOutcome.Again, _now);
            if (_journal.TryTake(_now).Wait is var wait && wait == Timeout.InfiniteTimeSpan)
                break;
            pauses.Add(wait.TotalSeconds);
            _now += wait;
        }

        Assert.Single(names);
        Assert.Equal([5, 10, 20, 40, 80], pauses);
        Assert.Equal(1, _journal.TakeDropped());
    }

    [Fact]
    public void Done_EventIsGone_WritesANewOne()
    {
        Add("a");
        Write(EventOutcome.Stored);
        Add("a");
        Assert.Equal("a 2", Write(EventOutcome.Gone));
        Assert.Equal("a 1", Write(EventOutcome.Stored));
    }

    /// <summary>A refusal is asked for at most once a minute, whatever happens meanwhile.</summary>
    [Fact]
    public void Done_NotAllowed_AsksAgainAtALaterChange()
    {
        Add("a");
        Add("b");
        Write(EventOutcome.NotAllowed);
        Add("c");
        Assert.Equal((null, Timeout.InfiniteTimeSpan), _journal.TryTake(_now));
        _now += TimeSpan.FromMinutes(1);
        Add("d");
        Assert.Equal("d 1", Write(EventOutcome.Stored));
    }

    [Fact]
    public void Add_FasterThanTheRate_WaitsThenDropsAndCounts()
    {
        _journal.Add([.. Enumerable.Range(0, 1500).Select(i => Change($"ns-{i}", Verdict.Unprotected))], _now, s_start);
        Assert.Equal(500, _journal.TakeDropped());
        Assert.Equal(0, _journal.TakeDropped());
        var written = 0;
        for (var end = _now + TimeSpan.FromSeconds(60); _now < end;)
        {
            var (write, wait) = _journal.TryTake(_now);
            if (write is null)
            {
                _now += wait;
                continue;
            }

            written++;
            _journal.Done(write, EventOutcome.Stored, _now);
        }

        Assert.InRange(written, EventJournal.Burst + 299, EventJournal.Burst + 301);
    }

    [Fact]
    public void Clear_NothingIsLeft()
    {
        Add("a");
        _journal.Clear();
        Assert.Null(_journal.TryTake(_now).Write);
    }

    [Theory]
    [InlineData(201, true, EventOutcome.Stored)]
    [InlineData(409, true, EventOutcome.Stored)]
    [InlineData(409, false, EventOutcome.Again)]
    [InlineData(404, false, EventOutcome.Gone)]
    [InlineData(404, true, EventOutcome.NotAllowed)]
    [InlineData(403, true, EventOutcome.NotAllowed)]
    [InlineData(401, true, EventOutcome.Again)]
    [InlineData(429, true, EventOutcome.Again)]
    [InlineData(503, true, EventOutcome.Again)]
    [InlineData(422, true, EventOutcome.Refused)]
    [InlineData(413, true, EventOutcome.Refused)]
    public void OutcomeOf_Answers(int code, bool isNew, object outcome)
    {
        ApiAnswer<string> answer = code < 300
            ? new ApiAnswer<string>.Ok("7", code, [])
            : new ApiAnswer<string>.Refused(new ApiStatus { Code = code, DetailsName = "a" }, []);
        Assert.Equal(outcome, EventLoop.OutcomeOf(answer, isNew));
    }

    private void Add(string ns, Verdict verdict = Verdict.Unprotected) => _journal.Add([Change(ns, verdict)], _now, s_start + _now);

    private EventWrite Take() => Assert.IsType<EventWrite>(_journal.TryTake(_now).Write);

    private string Write(EventOutcome outcome)
    {
        var write = Take();
        _journal.Done(write, outcome, _now);
        return $"{write.Series.Change.Namespace} {write.Count}";
    }

    private static VerdictChange Change(string ns, Verdict verdict) => new(
        verdict == Verdict.Unprotected ? Verdict.Protected : Verdict.Unprotected,
        new NamespacePosture { Name = ns, Verdict = verdict, Targets = [new TargetPosture("web", "Pod/web", verdict, [])] });
}
