using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Scheduling;
using Scanner.Worker.Loops;
using Scanner.Worker.Work;

namespace Scanner.Tests.Worker.Work;

/// <summary>What is due and what is known, on a clock that the test moves.</summary>
internal sealed class WorkRig
{
    public WorkRig()
    {
        var clock = new WorkerTime(Time);
        Queue = new ProbeQueue(new AgendaOptions(), clock, Signals);
        Known = new KnownNamespaces(TimeSpan.FromSeconds(10), clock, Signals);
        Changes = new ClusterChanges(Queue, Known, Signals);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public WorkSignals Signals { get; } = new();

    public ProbeQueue Queue { get; }

    public KnownNamespaces Known { get; }

    public ClusterChanges Changes { get; }

    public void Begin()
    {
        Known.BeginTerm(ImmutableDictionary<string, Verdict>.Empty);
        Queue.BeginFullScan();
    }

    public void End()
    {
        Queue.EndTerm();
        Known.EndTerm();
    }

    public (DueNamespace Due, Question Question) Take()
    {
        var (due, now, _) = Queue.TryTake();
        Assert.NotNull(due);
        return (due, Known.Ask(due.Name, now)!);
    }

    public void Answer(Verdict verdict, UnknownReason? because = null) => Answer(Take(), verdict, because);

    /// <returns>Whether the answer was taken.</returns>
    public bool Answer((DueNamespace Due, Question Question) asked, Verdict verdict, UnknownReason? because = null)
    {
        var posture = because is null
            ? NamespaceVerdict.Of(asked.Due.Name, [new TargetPosture("web-0", "Deployment/web", verdict, [])], [], RegularControl.NotAsked, null)
            : NamespaceVerdict.Unknown(asked.Due.Name, because.Value, "boom", []);
        var taken = Known.Learn(asked.Question, posture, null);
        Queue.Done(asked.Due, verdict, Scanner.Worker.Probes.NamespaceAsker.OutcomeOf(posture, asked.Question.Known, first: false));
        return taken;
    }

    public NamespacePosture? Find(string ns = "a") => Known.Find(ns, TimeSpan.FromHours(2));
}
