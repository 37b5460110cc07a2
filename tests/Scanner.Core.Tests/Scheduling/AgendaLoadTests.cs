using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;

namespace Scanner.Core.Tests.Scheduling;

/// <summary>More to ask than the rate allows, for hours: nobody starves, and what is urgent does not wait behind what is not.</summary>
public sealed class AgendaLoadTests
{
    /// <summary>Questions a second at 50 requests a second.</summary>
    private const double Rate = 7;

    private readonly ProbeAgenda _agenda = new(new AgendaOptions());
    private readonly Dictionary<string, List<double>> _asked = [];

    [Theory]
    [InlineData(10_000, 300)]
    [InlineData(10_000, 900)]
    [InlineData(1_000, 60)]
    [InlineData(1_000, 120)]
    [InlineData(1_000, 200)]
    public void ClusterWideChanges_MoreOftenThanAllCanBeAsked_AllAreAskedInTurn(int count, double every)
    {
        AddMany(count);
        _agenda.FullScan(At(1));
        var next = 5.0;
        Run(2, 3 * 3600, t =>
        {
            if (t < next)
                return;
            _agenda.AllGuardsChanged(At(t));
            next += every;
        });
        Assert.Equal(count, _asked.Count);
        Assert.Equal(0, _agenda.Awaited);
        // Nobody is asked twice as often as another: repetitions come on top for the few that were asked right after a change.
        var round = count / Rate;
        Assert.All(_asked, a => Assert.True(Gaps(a.Value, 3 * 3600) <= round + every + 60, $"{a.Key}: {Gaps(a.Value, 3 * 3600)} s, a round takes {round} s"));
    }

    /// <summary>Who installs an engine makes hundreds of objects at once, while all have just been asked: as much work as for one.</summary>
    [Fact]
    public void ClusterWideChanges_ABurstWhileAllRest_CostAsMuchAsOne()
    {
        AddMany(2_000);
        _agenda.FullScan(At(1));
        while (_agenda.TryTake(At(2)) is { } due)
            _agenda.Done(due, Verdict.Protected, AgendaOutcome.Answered, At(2));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 300; i++)
            _agenda.AllGuardsChanged(At(3 + (i * 0.001)));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 100_000, $"{allocated} bytes");
        Assert.Equal(At(4.299), _agenda.NextDue);
        Assert.Equal(DueReason.ClusterGuardSettled, _agenda.TryTake(At(4.3))?.Reason);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void GuardChanges_WhileAFullScanWaits_IsAskedNextWhetherTheScanHasPassedItOrNot(int count)
    {
        AddMany(count);
        _agenda.FullScan(At(1));
        var (passed, waiting) = (Name(0), Name(count - 1));
        var changed = false;
        Run(2, 30, t =>
        {
            if (t < 20 || changed)
                return;
            changed = true;
            _agenda.GuardChanged(passed, At(t));
            _agenda.GuardChanged(waiting, At(t));
        });
        Assert.True(_asked[passed].Exists(t => t is >= 20 and < 21), string.Join(", ", _asked[passed]));
        Assert.True(_asked[waiting].Exists(t => t is >= 20 and < 21), string.Join(", ", _asked[waiting]));
    }

    /// <summary>More new workloads a minute than questions: the quiet namespaces keep their turn.</summary>
    [Theory]
    [InlineData(1_000, 300)]
    [InlineData(1_000, 500)]
    [InlineData(2_000, 450)]
    [InlineData(10_000, 500)]
    public void Pods_ChurnWithoutEnd_QuietNamespacesAreAskedWithin90Minutes(int count, int churning)
    {
        AddMany(count);
        _agenda.FullScan(At(1));
        var (minute, half) = (60.0, 1800.0);
        Run(2, 3 * 3600, t =>
        {
            if (t >= minute)
            {
                for (var i = 0; i < churning; i++)
                    _agenda.PodsChanged(Name(count - 1 - i), At(t));
                minute += 60;
            }

            if (t < half)
                return;
            _agenda.FullScan(At(t));
            half += 1800;
        });
        Assert.Equal(count, _asked.Count);
        Assert.All(_asked, a => Assert.True(Gaps(a.Value, 3 * 3600) <= 5400, $"{a.Key}: {Gaps(a.Value, 3 * 3600)} s"));
    }

    /// <summary>Those that fail come back after those that the scan has not reached, and then are not sent back any more.</summary>
    [Fact]
    public void Retries_DuringAFullScan_WaitBehindItAndThenHaveTheirTurn()
    {
        AddMany(1_000);
        _agenda.FullScan(At(1));
        var order = new List<string>();
        Run(2, 200, _ => { }, due =>
        {
            order.Add(due.Name);
            return string.CompareOrdinal(due.Name, Name(100)) < 0 && due.IsFirst ? AgendaOutcome.Failed : AgendaOutcome.Answered;
        });
        Assert.Equal(1_000, order.Take(1_000).Distinct().Count());
        Assert.Equal(100, order.Skip(1_000).Distinct().Count());
    }

    /// <summary>A change is told for each object of a list that comes anew: it must not be told to each namespace every time.</summary>
    [Fact]
    public void Change_OfACluster_CostsTheSameHoweverManyNamespacesThereAre()
    {
        AddMany(10_000);
        _agenda.FullScan(At(1));
        Run(2, 10, _ => { });
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            _agenda.AllGuardsChanged(At(10 + (i / 1000.0)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    private static string Name(int i) => $"ns-{i:00000}";

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static double Gaps(List<double> times, double end)
    {
        var (longest, last) = (0.0, 0.0);
        foreach (var time in times.Append(end))
        {
            longest = Math.Max(longest, time - last);
            last = time;
        }

        return longest;
    }

    private void AddMany(int count)
    {
        for (var i = 0; i < count; i++)
            _agenda.Add(Name(i));
    }

    /// <summary>Asks whatever is due, as fast as the rate allows; every fourth place is for repetitions.</summary>
    private void Run(double from, double to, Action<double> happen, Func<DueNamespace, AgendaOutcome>? answer = null)
    {
        var turns = 0;
        for (var t = from; t < to; t += 1 / Rate)
        {
            happen(t);
            if (_agenda.TryTake(At(t + 0.0001), turns++ % 4 == 0 ? PassOver.Nothing : PassOver.Repetitions) is not { } due)
                continue;
            if (!_asked.TryGetValue(due.Name, out var times))
                _asked.Add(due.Name, times = []);
            times.Add(t);
            _agenda.Done(due, Verdict.Protected, answer?.Invoke(due) ?? AgendaOutcome.Answered, At(t + 0.0002));
        }
    }
}
