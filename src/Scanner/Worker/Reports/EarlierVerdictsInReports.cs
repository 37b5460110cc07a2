using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Scanner.Core.Admission.Verdicts;
using Scanner.Worker.Loops;
using Scanner.Worker.Snapshots;

namespace Scanner.Worker.Reports;

/// <summary>
/// Reads what namespaces were before out of the stored reports, over what this process remembers itself. Reports that cannot be read in time are
/// not waited for: what they remember is told later (<see cref="ReportPublisher.Recall"/>).
/// </summary>
internal sealed class EarlierVerdictsInReports(
    EarlierVerdictsInMemory memory, ReportFollower follower, Heartbeats beats, TimeProvider time, ILogger<EarlierVerdictsInReports> log) : IEarlierVerdicts
{
    private const string Loop = "earlier verdicts";

    // A first list of many reports, and a server that is busy; without it a full scan would begin the same.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public async Task<ImmutableDictionary<string, Verdict>> ReadAsync(CancellationToken cancellationToken)
    {
        var remembered = await memory.ReadAsync(cancellationToken);
        var start = time.GetTimestamp();
        while (!follower.IsSettled)
        {
            var rest = s_patience - time.GetElapsedTime(start);
            if (rest <= TimeSpan.Zero)
            {
                log.NotRemembered(s_patience.TotalSeconds);
                break;
            }

            beats.Beat(Loop);
            await follower.Changed.WaitAsync(rest < Heartbeats.LongestWait ? rest : Heartbeats.LongestWait, time, cancellationToken);
        }

        beats.End(Loop);
        return follower.Namespaces.IsListed ? remembered.SetItems(follower.Namespaces.Remembered()) : remembered;
    }
}
