using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;
using Scanner.Worker.Probes;

namespace Scanner.Tests.Worker.Probes;

public sealed class ProbeSlotsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ProbeAgenda _agenda = new(new AgendaOptions());
    private readonly ProbeSlots _slots;
    private int _names;

    public ProbeSlotsTests() => _slots = new ProbeSlots(_time) { Concurrency = 8 };

    [Fact]
    public void Free_PlacesTaken_OnlyWhatSomebodyWaitsForHasOneMore()
    {
        Begin(7);
        Assert.Equal(PassOver.Nothing, _slots.Free);
        Begin(1);
        Assert.Equal(PassOver.Background, _slots.Free);
        Begin(2);
        Assert.Null(_slots.Free);
    }

    /// <summary>Else the rest would never have a turn while what is urgent fills all places.</summary>
    [Fact]
    public void Free_PlacesTakenByWhatIsUrgent_ThoseOfTheRestAreKept()
    {
        BeginUrgent(8);
        Assert.Equal(PassOver.Nothing, _slots.Free);
        BeginUrgent(1);
        Assert.Equal(PassOver.Nothing, _slots.Free);
        BeginUrgent(1);
        Assert.Null(_slots.Free);
    }

    [Fact]
    public void Free_SlowOnes_LeaveTheirPlaces()
    {
        Begin(8);
        Assert.Equal(TimeSpan.FromSeconds(1), _slots.NextLeaves);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PassOver.Nothing, _slots.Free);
    }

    [Fact]
    public void GiveUpOnLongest_TooManyWaitBeside_TheLongestMakeRoom()
    {
        for (var i = 0; i < 3; i++)
        {
            Begin(8);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        _slots.GiveUpOnLongest();
        Assert.Equal([.. Enumerable.Repeat(true, 8), .. Enumerable.Repeat(false, 16)], _slots.Running.Select(r => r.IsGivenUp));
        Assert.All(_slots.Running, r => Assert.Equal(r.IsGivenUp, r.Token.IsCancellationRequested));
    }

    [Fact]
    public void Free_KnownToHang_HaveAShareAndNoPlaceOfOthers()
    {
        Begin(2, hangs: true);
        Assert.Equal(PassOver.Hanging, _slots.Free);
        Begin(7);
        Assert.Equal(PassOver.Hanging, _slots.Free);
        _time.Advance(TimeSpan.FromMinutes(1));
        _slots.GiveUpOnLongest();
        Assert.All(_slots.Running.Take(2), r => Assert.False(r.IsGivenUp));
    }

    /// <summary>At one request a second eight namespaces wait for minutes, and none of them hangs.</summary>
    [Fact]
    public void GiveUpOnLongest_RateIsLow_NobodyIsGivenUpForWaitingForIt()
    {
        _slots.Rate = 1;
        Begin(8);
        _time.Advance(TimeSpan.FromSeconds(100));
        _slots.GiveUpOnLongest();
        Assert.DoesNotContain(_slots.Running, r => r.IsGivenUp);
        Assert.Equal(PassOver.Background, _slots.Free);
    }

    /// <summary>Where every answer takes ten seconds nobody is slow, and nobody is given up.</summary>
    [Fact]
    public void Patience_AllAnswersAreSlow_Follows()
    {
        for (var i = 0; i < 40; i++)
        {
            var probe = Begin(1)[0];
            _time.Advance(TimeSpan.FromSeconds(10));
            _slots.Remove(probe, answered: true);
        }

        Assert.Equal(TimeSpan.FromSeconds(32), _slots.Patience);
        for (var i = 0; i < 40; i++)
        {
            var probe = Begin(1)[0];
            _time.Advance(TimeSpan.FromMinutes(1));
            _slots.Remove(probe, answered: false);
        }

        for (var i = 0; i < 40; i++)
        {
            var probe = Begin(1)[0];
            _time.Advance(TimeSpan.FromMilliseconds(20));
            _slots.Remove(probe, answered: true);
        }

        Assert.Equal(TimeSpan.FromSeconds(1), _slots.Patience);
    }

    private void BeginUrgent(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var name = $"{_names++}";
            _agenda.Add(name);
            _agenda.PodsChanged(name, TimeSpan.FromSeconds(1));
            _slots.Add(new RunningProbe(_agenda.TryTake(TimeSpan.FromSeconds(5))!, _time.GetTimestamp(), CancellationToken.None));
        }
    }

    private List<RunningProbe> Begin(int count, bool hangs = false)
    {
        var begun = new List<RunningProbe>();
        for (var i = 0; i < count; i++)
        {
            var name = $"{_names++}";
            _agenda.Add(name);
            var now = TimeSpan.FromSeconds(_names);
            _agenda.FullScan(now);
            var due = _agenda.TryTake(now)!;
            if (hangs)
            {
                _agenda.Done(due, Verdict.Unknown, AgendaOutcome.Hung, now);
                due = _agenda.TryTake(TimeSpan.FromMinutes(10))!;
            }

            begun.Add(new RunningProbe(due, _time.GetTimestamp(), CancellationToken.None));
            _slots.Add(begun[^1]);
        }

        return begun;
    }
}
