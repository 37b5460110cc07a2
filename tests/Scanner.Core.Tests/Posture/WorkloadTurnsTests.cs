using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Scheduling;

namespace Scanner.Core.Tests.Posture;

/// <summary>Round after round of one namespace, half an hour apart.</summary>
public sealed class WorkloadTurnsTests
{
    private const int Limit = 10;

    private static readonly KnowledgeTerms s_terms = new() { StaleAfter = TimeSpan.FromMinutes(90), Settling = TimeSpan.FromSeconds(10) };

    private readonly Dictionary<string, int> _asked = [];
    private NamespaceKnowledge _known = new("a");
    private int _rounds;

    /// <summary>More than answers are kept of.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(255)]
    [InlineData(300)]
    [InlineData(1_000)]
    public void Rounds_ManyWorkloads_EachHasItsTurn(int count)
    {
        var pods = Pods(count);
        for (var round = 0; round < (count / Limit) + 1; round++)
            Ask(pods, static _ => Verdict.Protected);
        Assert.Equal(count, _asked.Count);
        for (var round = 0; round < (2 * count / Limit) + 2; round++)
            Ask(pods, static _ => Verdict.Protected);
        Assert.All(_asked, a => Assert.True(a.Value >= 2, a.Key));
    }

    /// <summary>Every answer for them is an error of the server.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(1_000)]
    public void Rounds_SomeWorkloadsNeverAnswer_TheOthersHaveTheirTurn(int count)
    {
        var pods = Pods(count);
        for (var round = 0; round < (2 * count / Limit) + 2; round++)
            Ask(pods, static w => string.CompareOrdinal(w, "Pod/p0020") < 0 ? Verdict.Unknown : Verdict.Protected);
        Assert.Equal(count, _asked.Count);
        Assert.All(_asked, a => Assert.True(a.Value is 2 or 3, $"{a.Key}: {a.Value}"));
    }

    /// <summary>Nobody else can say that it is open no more: a pod of a Job stays for days.</summary>
    [Theory]
    [InlineData(PodPhase.Succeeded, false)]
    [InlineData(PodPhase.Failed, false)]
    [InlineData(PodPhase.Running, true)]
    public void Of_PodOfAnOpenWorkloadHasEnded_IsAskedAllTheSame(PodPhase phase, bool terminating)
    {
        var pods = Pods(2);
        Ask(pods, static w => w == "Pod/p0000" ? Verdict.Unprotected : Verdict.Protected);
        pods = [pods[0] with { Phase = phase, Terminating = terminating }, pods[1]];
        var turns = WorkloadTurns.Of(pods, Limit, _known);
        Assert.Equal("p0000", Assert.Single(turns.Open).Pod.Name);
        Assert.Equal("p0001", Assert.Single(turns.Others).Pod.Name);
        Assert.Empty(turns.Skipped);
        Ask(pods, static _ => Verdict.Protected);
        turns = WorkloadTurns.Of(pods, Limit, _known);
        Assert.Empty(turns.Open);
        Assert.Equal("p0000", Assert.Single(turns.Skipped).Pod);
    }

    /// <summary>Webhooks that take a second each: a round has time for some only.</summary>
    [Fact]
    public void Rounds_ManyOpenWorkloadsWereMended_GoOnUntilAllHaveSaidSo()
    {
        const int PerRound = 20;
        var pods = Pods(150);
        for (var round = 0; round < 20; round++)
            Ask(pods, static _ => Verdict.Unprotected);
        var agenda = new ProbeAgenda(new AgendaOptions());
        agenda.Add("a");
        agenda.GuardChanged("a", TimeSpan.Zero);
        var t = 0;
        for (; t < 1_800 && !WorkloadTurns.Of(pods, Limit, _known).Open.IsEmpty; t++)
        {
            if (agenda.TryTake(TimeSpan.FromSeconds(t)) is not { } due)
                continue;
            Ask(pods, static _ => Verdict.Protected, PerRound);
            t += 20;
            agenda.Done(due, Verdict.Protected, WorkloadTurns.Of(pods, Limit, _known).Open.IsEmpty ? AgendaOutcome.Answered : AgendaOutcome.Unfinished, TimeSpan.FromSeconds(t));
        }

        Assert.True(t < 25 * 150 / PerRound, $"{t} s");
        Assert.Equal(0, agenda.Unanswered);
    }

    private static ImmutableArray<PodFacts> Pods(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new PodFacts
        {
            Namespace = "a",
            Name = $"p{i:0000}",
            Workload = new WorkloadReference("Pod", $"p{i:0000}"),
            Phase = PodPhase.Running,
            Combination = (ulong)(i % 3),
        }),
    ];

    private void Ask(ImmutableArray<PodFacts> pods, Func<string, Verdict> answer, int most = int.MaxValue)
    {
        var turns = WorkloadTurns.Of(pods, Limit, _known);
        var targets = turns.Open.Concat(turns.Others).Take(most).Select(p => p.Pod.Workload.ToString()).Select(w => new TargetPosture(w, w, answer(w), [])
        {
            UnknownBecause = answer(w) == Verdict.Unknown ? UnknownReason.Error : null,
        }).ToImmutableArray();
        foreach (var target in targets)
            _asked[target.Workload] = _asked.GetValueOrDefault(target.Workload) + 1;
        var at = TimeSpan.FromMinutes(30 * _rounds++);
        _known = _known.Learn(
            NamespaceVerdict.Of("a", targets, turns.Skipped, RegularControl.NotAsked, null),
            new Moment(at, DateTimeOffset.UnixEpoch + at), pods.Select(p => p.Workload.ToString()).ToHashSet(), s_terms);
    }
}
