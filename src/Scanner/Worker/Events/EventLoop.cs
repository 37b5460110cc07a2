using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Writes;
using Scanner.Core.Posture;
using Scanner.Publishing.Events;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Snapshots;

namespace Scanner.Worker.Events;

/// <summary>
/// Writes an Event when a namespace changes its verdict, while this replica leads. Whatever goes wrong is told once and disturbs nothing else.
/// </summary>
internal sealed class EventLoop(
    ApiServerClient cluster, ILeaderElection election, EventReporter reporter, WorkerTime clock, Heartbeats beats, TimeProvider time, ILogger<EventLoop> log)
    : ISnapshotReader
{
    private const string Loop = "events";

    private readonly IEventClient _client = cluster.EventsWhile(() => election.IsLeader);
    private readonly EventJournal _journal = new();
    private readonly VerdictChanges _changes = new();
    private readonly Signal _waiting = new();
    private string _problem = "";

    public void Read(PostureSnapshot? snapshot)
    {
        if (snapshot is null)
        {
            _changes.Forget();
            return;
        }

        var changes = _changes.Next(snapshot.Scan);
        if (changes.IsEmpty)
            return;
        _journal.Add(changes, clock.Now, clock.Wall);
        _waiting.Set();
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                beats.Beat(Loop, cluster.LongestCall);
                TellDropped();
                if (!election.IsLeader)
                    _journal.Clear();
                var (write, wait) = _journal.TryTake(clock.Now);
                if (write is not null)
                    await SendAsync(write, cancellationToken);
                else
                    await _waiting.WaitAsync(Shorter(wait), time, cancellationToken);
            }
        }
        finally
        {
            beats.End(Loop);
        }
    }

    private async Task SendAsync(EventWrite write, CancellationToken cancellationToken)
    {
        var series = write.Series;
        try
        {
            var answer = series.Written == 0
                ? await _client.CreateAsync(reporter.Event(series), cancellationToken)
                : await _client.RepeatAsync(series.Name, write.Count, series.LastAt, cancellationToken);
            var outcome = OutcomeOf(answer, isNew: series.Written == 0);
            _journal.Done(write, outcome, clock.Now);
            Tell(outcome, answer);
        }
        catch (NotSentException)
        {
            // The term is over, and with it what was to be told in it.
            _journal.Clear();
        }
    }

    /// <param name="isNew">It was to be created, not changed.</param>
    internal static EventOutcome OutcomeOf(ApiAnswer<string> answer, bool isNew) => answer switch
    {
        ApiAnswer<string>.Ok => EventOutcome.Stored,
        // An attempt before, whose answer was lost.
        ApiAnswer<string>.Refused { Status.Code: 409 } when isNew => EventOutcome.Stored,
        ApiAnswer<string>.Refused { Status: { Code: 404, IsNotServed: false } } when !isNew => EventOutcome.Gone,
        ApiAnswer<string>.Refused { Status.Code: 401 or 408 or 409 or 429 or >= 500 } => EventOutcome.Again,
        ApiAnswer<string>.Refused { Status: { Code: 403, Untyped: true } } => EventOutcome.Again,
        ApiAnswer<string>.Refused { Status.Code: 403 or 404 } => EventOutcome.NotAllowed,
        ApiAnswer<string>.Failed { Failure.Kind: not TransportFailureKind.NotSent } => EventOutcome.Again,
        _ => EventOutcome.Refused,
    };

    // Once when events begin to fail and once when they are written again.
    private void Tell(EventOutcome outcome, ApiAnswer<string> answer)
    {
        var problem = outcome switch
        {
            EventOutcome.NotAllowed when answer is ApiAnswer<string>.Refused { Status.IsForbidden: true } =>
                $"grant the rule {EventReporter.Rule} in namespace {EventReporter.Namespace}, or set events to false",
            EventOutcome.NotAllowed => "set events to false",
            EventOutcome.Refused => "the others go on",
            EventOutcome.Again => "tried again",
            _ => "",
        };
        if (problem.Length > 0 && problem != _problem)
            log.EventsNotWritten(Core.PlainText.OneLine(answer.Describe()), problem);
        else if (problem.Length == 0 && _problem.Length > 0)
            log.EventsWritten();
        _problem = problem;
    }

    private void TellDropped()
    {
        if (_journal.TakeDropped() is > 0 and var dropped)
            log.EventsDropped(dropped);
    }

    private static TimeSpan Shorter(TimeSpan wait) =>
        wait == Timeout.InfiniteTimeSpan || wait > Heartbeats.LongestWait ? Heartbeats.LongestWait : wait;
}
