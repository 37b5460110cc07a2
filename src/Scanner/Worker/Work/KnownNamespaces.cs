using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Scheduling;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>What is known of every namespace, leading or not. Thread-safe.</summary>
/// <param name="settling">How long after a change the server may still answer as before it.</param>
internal sealed class KnownNamespaces(TimeSpan settling, WorkerTime clock, WorkSignals signals)
{
    /// <summary>So long a leader keeps saying what it knew from before a change: the answer of today is on its way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KnownNamespace> _known = [];
    private readonly Moments _allChanged = new();
    private ImmutableDictionary<string, Verdict> _earlier = ImmutableDictionary<string, Verdict>.Empty;
    private HashSet<string>? _gone;
    private long _lives;
    private bool _leading;
    private int _terms;

    /// <summary>A term of leading is under way.</summary>
    public bool IsLeading
    {
        get
        {
            lock (_lock)
                return _leading;
        }
    }

    /// <summary>How many terms of leading there have been.</summary>
    public int Terms
    {
        get
        {
            lock (_lock)
                return _terms;
        }
    }

    /// <summary>A term is about to begin, for which earlier verdicts are read: those of a namespace that goes meanwhile are not those of its successor.</summary>
    public void ExpectTerm()
    {
        lock (_lock)
            _gone = [];
    }

    /// <summary>
    /// A term of leading begins, with nothing known: what another replica found out meanwhile is not known here.
    /// </summary>
    /// <param name="earlier">Verdicts from before this process knew any, for comparison.</param>
    public void BeginTerm(ImmutableDictionary<string, Verdict> earlier)
    {
        lock (_lock)
        {
            _earlier = earlier.RemoveRange(_gone ?? []);
            _gone = null;
            _leading = true;
            _terms++;
            foreach (var (ns, known) in _known)
            {
                known.Knowledge = known.Knowledge.Definite is null && _earlier.TryGetValue(ns, out var verdict)
                    ? new NamespaceKnowledge(ns, verdict)
                    : known.Knowledge.Forget();
            }
        }

        signals.Changed.Set();
    }

    /// <summary>Verdicts from before this process knew any were found late; or others than it knew, because another replica led meanwhile.</summary>
    public void Recall(IReadOnlyDictionary<string, Verdict> earlier)
    {
        lock (_lock)
        {
            foreach (var (ns, verdict) in earlier)
            {
                if (_known.TryGetValue(ns, out var known))
                    known.Knowledge = known.Knowledge.Recall(verdict);
            }
        }

        signals.Changed.Set();
    }

    public void EndTerm()
    {
        lock (_lock)
            (_leading, _gone) = (false, null);
        signals.Changed.Set();
    }

    public void Add(string ns)
    {
        lock (_lock)
            _known[ns] = new KnownNamespace(++_lives, new NamespaceKnowledge(ns, _earlier.TryGetValue(ns, out var verdict) ? verdict : null));
        signals.Changed.Set();
    }

    public void Remove(string ns)
    {
        lock (_lock)
        {
            _known.Remove(ns);
            _gone?.Add(ns);
            _earlier = _earlier.Remove(ns);
        }

        signals.Changed.Set();
    }

    /// <summary>What decides about admission in one namespace changed.</summary>
    public void GuardChanged(string ns, TimeSpan at)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(ns, out var known))
                Add(known.Changed, at);
        }

        signals.Changed.Set();
    }

    /// <summary>What decides about admission in all namespaces changed.</summary>
    public void AllGuardsChanged(TimeSpan at)
    {
        lock (_lock)
            Add(_allChanged, at);
        signals.Changed.Set();
    }

    /// <summary>Before a question is put; null when there is no such namespace any more.</summary>
    public Question? Ask(string ns, TimeSpan at)
    {
        lock (_lock)
            return _known.TryGetValue(ns, out var known) ? new Question(known.Knowledge, known.Life, new Moment(at, clock.Wall)) : null;
    }

    /// <summary>What asking about a namespace gave.</summary>
    /// <param name="present">Workloads that had a pod; null when that is not known.</param>
    /// <returns>False when the namespace that was asked is no more: its answer says nothing of another of its name.</returns>
    public bool Learn(Question question, NamespacePosture posture, IReadOnlySet<string>? present)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(question.Known.Name, out var known) || known.Life != question.Life)
                return false;
            known.Knowledge = known.Knowledge.Learn(posture, question.At, present, TermsOf(known, question.At.Clock, TimeSpan.MaxValue));
        }

        signals.Changed.Set();
        return true;
    }

    /// <summary>What may be said of a namespace now; null when there is no such one.</summary>
    public NamespacePosture? Find(string ns, TimeSpan staleAfter)
    {
        lock (_lock)
            return _known.TryGetValue(ns, out var known) ? Read(known, clock.Moment, staleAfter) : null;
    }

    /// <summary>
    /// As <see cref="Find"/>, where every answer that stands was given when the server had taken in what changed last; null else, and where the
    /// last attempt failed.
    /// </summary>
    public NamespacePosture? FindSettled(string ns, TimeSpan staleAfter)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(ns, out var known) || known.Knowledge.IsMissing)
                return null;
            var now = clock.Moment;
            var posture = Read(known, now, staleAfter);
            var changed = TermsOf(known, now.Clock, staleAfter).Changed;
            return changed == TimeSpan.MinValue || known.Reading!.Oldest >= changed + settling ? posture : null;
        }
    }

    /// <summary>What may be said of several namespaces now; null of those that there are not.</summary>
    public ImmutableArray<NamespacePosture?> FindAll(IEnumerable<string> namespaces, TimeSpan staleAfter)
    {
        lock (_lock)
        {
            var now = clock.Moment;
            return [.. namespaces.Select(ns => _known.TryGetValue(ns, out var known) ? Read(known, now, staleAfter) : null)];
        }
    }

    /// <summary>Namespaces of which the last attempt did not renew all that it was to.</summary>
    public int CountMissing()
    {
        lock (_lock)
            return _known.Values.Count(k => k.Knowledge.IsMissing);
    }

    // The reading of before is used again as long as nothing could have changed it: nearly always.
    private NamespacePosture Read(KnownNamespace known, Moment now, TimeSpan staleAfter)
    {
        var terms = TermsOf(known, now.Clock, staleAfter);
        // A look at what was ever known is none at what is shown, which stays the same object as long as it says the same.
        if (staleAfter == TimeSpan.MaxValue)
            return KnowledgeReading.Of(known.Knowledge, now, terms).Posture;
        if (known.Reading is not { } reading || !ReferenceEquals(known.ReadFrom, known.Knowledge) || known.ReadStaleAfter != staleAfter
            || now.Clock > reading.Until || terms.Floor > reading.Oldest)
        {
            reading = KnowledgeReading.Of(known.Knowledge, now, terms);
            (known.Reading, known.ReadFrom, known.ReadStaleAfter) = (reading, known.Knowledge, staleAfter);
        }

        return reading.Posture;
    }

    private KnowledgeTerms TermsOf(KnownNamespace known, TimeSpan now, TimeSpan staleAfter)
    {
        var changed = Max(known.Changed.Last, _allChanged.Last);
        var floor = now - Grace;
        return new KnowledgeTerms
        {
            StaleAfter = staleAfter,
            Changed = changed,
            // Whoever does not lead repeats no question, so that what was answered right after a change stays in doubt.
            Floor = _leading ? Max(known.Changed.LastUpTo(floor), _allChanged.LastUpTo(floor))
                : changed == TimeSpan.MinValue ? changed
                : changed + settling,
            Settling = settling,
        };
    }

    private static void Add(Moments moments, TimeSpan at)
    {
        moments.Add(at);
        moments.ForgetBefore(at - Grace);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class KnownNamespace(long life, NamespaceKnowledge knowledge)
    {
        public long Life { get; } = life;

        public NamespaceKnowledge Knowledge { get; set; } = knowledge;

        public Moments Changed { get; } = new();

        public KnowledgeReading? Reading { get; set; }

        /// <summary>Of what <see cref="Reading"/> was read.</summary>
        public NamespaceKnowledge? ReadFrom { get; set; }

        public TimeSpan ReadStaleAfter { get; set; }
    }
}
