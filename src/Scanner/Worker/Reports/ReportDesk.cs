using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Findings;
using Scanner.Core.Posture;

namespace Scanner.Worker.Reports;

/// <summary>What is to be said in which report, and which reports wait to be looked at. Not for concurrent use.</summary>
internal sealed class ReportDesk
{
    private readonly Dictionary<string, ReportState> _states = new(StringComparer.Ordinal);
    private readonly PriorityQueue<ReportState, (TimeSpan Due, long Order)> _queue = new();
    private readonly ReportState _cluster = new("");

    // Those whose turn came while they were under way.
    private readonly HashSet<ReportState> _again = [];
    private long _order;
    private long _look;

    /// <summary>Reports that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>When the next one is due; null when none waits.</summary>
    public TimeSpan? NextDue => Peek()?.Due;

    /// <summary>Takes what a snapshot says, as far as it changed since the last one.</summary>
    /// <param name="touched">Tells of a namespace, or of the cluster by an empty name, whether its report was changed by others.</param>
    /// <param name="leave">Given the states of namespaces that the snapshot has not; whether one is to be forgotten.</param>
    public void Look(PostureSnapshot snapshot, Func<string, bool> touched, Func<ReportState, bool> leave, TimeSpan now)
    {
        _look++;
        var findings = new Dictionary<string, ImmutableArray<Finding>.Builder?>(StringComparer.Ordinal);
        foreach (var ns in snapshot.Scan.Namespaces)
        {
            if (!_states.TryGetValue(ns.Name, out var state))
                _states.Add(ns.Name, state = new ReportState(ns.Name));
            state.Look = _look;
            // What was known is to be asked about again: until then the report says what it said.
            var changed = ns.UnknownBecause != UnknownReason.NotYetProbed && (!ReferenceEquals(ns, state.Posture) || touched(ns.Name));
            findings.Add(ns.Name, changed ? ImmutableArray.CreateBuilder<Finding>() : null);
            if (changed)
                state.Posture = ns;
        }

        var rest = Sort(snapshot.Scan.Findings, findings);
        foreach (var (ns, own) in findings)
        {
            if (own is not null)
                Say(_states[ns], own.ToImmutable(), now);
        }

        if (touched("") || !rest.SequenceEqual(_cluster.Findings) || !snapshot.Scan.Errors.SequenceEqual(_cluster.Errors))
        {
            _cluster.Errors = snapshot.Scan.Errors;
            Say(_cluster, rest, now);
        }

        foreach (var gone in _states.Values.Where(s => s.Look != _look).ToList())
            Leave(gone, leave(gone), now);
    }

    /// <summary>A report in a namespace that no snapshot has had since the program leads.</summary>
    public void Add(string ns, TimeSpan now)
    {
        if (!_states.ContainsKey(ns))
            _states.Add(ns, new ReportState(ns));
        Enqueue(_states[ns], now);
    }

    public void Enqueue(ReportState state, TimeSpan due)
    {
        if (due < state.NotBefore)
            due = state.NotBefore;
        if (state.Due is { } earlier && earlier <= due)
            return;
        if (state.Due is null)
            Waiting++;
        state.Due = due;
        _queue.Enqueue(state, (due, ++_order));
    }

    /// <summary>The next that is due; null when there is none. One that is under way is not given out again before <see cref="Ended"/>.</summary>
    public ReportState? TryTake(TimeSpan now)
    {
        while (Peek() is { } state && state.Due <= now)
        {
            _queue.Dequeue();
            if (state.IsUnderWay)
            {
                _again.Add(state);
                continue;
            }

            Waiting--;
            state.Due = null;
            return state;
        }

        return null;
    }

    public void Ended(ReportState state)
    {
        state.IsUnderWay = false;
        if (_again.Remove(state) && state.Due is { } due)
            _queue.Enqueue(state, (due, ++_order));
    }

    // Only what waits, and what the cluster's report says, which nothing else tells the changes of, is kept.
    private void Say(ReportState state, ImmutableArray<Finding> findings, TimeSpan now)
    {
        state.Findings = findings;
        Enqueue(state, now);
    }

    private void Leave(ReportState state, bool forget, TimeSpan now)
    {
        if (forget)
        {
            _states.Remove(state.Key);
            return;
        }

        if (state.Posture is null && state.Due is not null)
            return;
        (state.Posture, state.Findings) = (null, []);
        Enqueue(state, now);
    }

    /// <summary>Gives each namespace that is asked for what is about it, and returns what is about none that was looked at.</summary>
    private static ImmutableArray<Finding> Sort(ImmutableArray<Finding> findings, Dictionary<string, ImmutableArray<Finding>.Builder?> namespaces)
    {
        var rest = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings)
        {
            if (finding.Namespace is { } ns && namespaces.TryGetValue(ns, out var own))
                own?.Add(finding);
            else
                rest.Add(finding);
        }

        return rest.ToImmutable();
    }

    // One that was put in again earlier, or taken meanwhile, leaves an entry behind.
    private ReportState? Peek()
    {
        while (_queue.TryPeek(out var state, out var place))
        {
            if (state.Due == place.Due)
                return state;
            _queue.Dequeue();
        }

        return null;
    }
}
