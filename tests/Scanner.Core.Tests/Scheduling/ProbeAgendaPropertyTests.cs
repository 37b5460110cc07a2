using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;

namespace Scanner.Core.Tests.Scheduling;

/// <summary>Whatever happens in whatever order: two promises hold, checked over random histories of fixed seeds.</summary>
public sealed class ProbeAgendaPropertyTests
{
    private const double Period = 600;

    private static readonly string[] s_names = ["a", "b", "c", "d"];

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 60));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomHistory_RoundsKeepTheirDistance_NothingIsLeftOlderThanAFullScan(int seed)
    {
        var random = new Random(seed);
        var agenda = new ProbeAgenda(new AgendaOptions());
        var probes = s_names.ToDictionary(n => n, _ => new List<TimeSpan>());
        var (now, nextScan, running) = (TimeSpan.Zero, TimeSpan.Zero, new List<DueNamespace>());
        foreach (var name in s_names)
            agenda.Add(name);
        while (now < TimeSpan.FromSeconds(6 * Period))
        {
            now += TimeSpan.FromSeconds(random.NextDouble() * 3) + TimeSpan.FromTicks(1);
            if (now >= nextScan)
            {
                agenda.FullScan(now);
                nextScan = now + TimeSpan.FromSeconds(Period);
                now += TimeSpan.FromTicks(1);
            }

            Happen(agenda, random, now);
            now += TimeSpan.FromTicks(1);
            foreach (var due in running.Where(_ => random.Next(2) == 0).ToList())
            {
                running.Remove(due);
                var outcome = agenda.IsOutdated(due, now) ? AgendaOutcome.Outdated : random.Next(5) == 0 ? AgendaOutcome.Failed : AgendaOutcome.Answered;
                agenda.Done(due, random.Next(3) == 0 ? Verdict.Unprotected : Verdict.Protected, outcome, now);
            }

            while (running.Count < 3 && agenda.TryTake(now) is { } due)
            {
                Assert.DoesNotContain(running, r => r.Name == due.Name);
                running.Add(due);
                probes[due.Name].Add(now);
                now += TimeSpan.FromTicks(1);
            }
        }

        foreach (var (name, times) in probes)
            Check(name, times, now);
    }

    private static void Happen(ProbeAgenda agenda, Random random, TimeSpan now)
    {
        var name = s_names[random.Next(s_names.Length)];
        switch (random.Next(12))
        {
            case 0:
                agenda.GuardChanged(name, now);
                break;
            case 1 when random.Next(4) == 0:
                agenda.AllGuardsChanged(now);
                break;
            case 2 or 3:
                agenda.PodsChanged(name, now);
                break;
        }
    }

    private static void Check(string name, List<TimeSpan> times, TimeSpan end)
    {
        // In the least distance after the start of a round there is one repetition of it, and nothing else.
        var (round, repetitions) = (TimeSpan.MinValue, 0);
        foreach (var time in times)
        {
            (round, repetitions) = round == TimeSpan.MinValue || time - round >= TimeSpan.FromSeconds(10) ? (time, 0) : (round, repetitions + 1);
            Assert.True(repetitions <= 1, $"{name}: {string.Join(", ", times.Where(t => t >= round && t <= time))}");
        }

        var last = TimeSpan.Zero;
        // A full scan, the end of the least distance, and the steps of the history.
        foreach (var time in times.Append(end))
        {
            Assert.True(time - last <= TimeSpan.FromSeconds(Period + 40), $"{name}: nothing from {last} to {time}");
            last = time;
        }
    }
}
