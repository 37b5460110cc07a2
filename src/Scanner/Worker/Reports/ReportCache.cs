using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Verdicts;
using Scanner.Publishing.Reports;
using Scanner.Reports;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Reports;

/// <summary>The scanner's reports of one resource, as the cluster holds them. Outlives terms of leading, so that what others wrote between two shows. Thread-safe.</summary>
/// <param name="changed">Set whenever something came that the scanner did not write itself.</param>
internal sealed class ReportCache(Signal changed) : IObjectCache<StoredReport>
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private Dictionary<string, StoredReport> _reports = new(StringComparer.Ordinal);
    private Dictionary<string, StoredReport>? _before = new(StringComparer.Ordinal);

    // Reports that are being written, and whether a watch has brought something of them since that began.
    private readonly Dictionary<string, bool> _underWay = new(StringComparer.Ordinal);

    private bool _listed;
    private bool _allTouched;

    /// <summary>All there was has been read in this term.</summary>
    public bool IsListed
    {
        get
        {
            lock (_lock)
                return _listed;
        }
    }

    /// <summary>A term begins: what is known is that of an earlier one.</summary>
    public void BeginTerm()
    {
        lock (_lock)
        {
            (_before, _listed) = (new(_reports, StringComparer.Ordinal), false);
            _touched.Clear();
        }
    }

    public ObjectKey KeyOf(StoredReport item) => new(item.Namespace, item.Name);

    public void Replace(IReadOnlyDictionary<ObjectKey, StoredReport> items)
    {
        lock (_lock)
        {
            _reports = items.Values.Where(IsOne).ToDictionary(r => r.Namespace ?? "", StringComparer.Ordinal);
            (_listed, _allTouched) = (true, true);
            foreach (var key in _underWay.Keys)
                _underWay[key] = true;
        }

        changed.Set();
    }

    public void Set(ObjectKey key, StoredReport item)
    {
        if (!IsOne(item))
            return;
        lock (_lock)
        {
            Overtake(item.Namespace ?? "");
            var before = _reports.GetValueOrDefault(item.Namespace ?? "");
            _reports[item.Namespace ?? ""] = item;
            if (before?.Content == item.Content)
                return;
            _touched.Add(item.Namespace ?? "");
        }

        changed.Set();
    }

    public void Remove(ObjectKey key)
    {
        if (key.Name != ReportNames.Name)
            return;
        lock (_lock)
        {
            Overtake(key.Namespace ?? "");
            if (!_reports.Remove(key.Namespace ?? ""))
                return;
            _touched.Add(key.Namespace ?? "");
        }

        changed.Set();
    }

    public void Forget()
    {
        lock (_lock)
            (_reports, _listed) = (new(StringComparer.Ordinal), false);
    }

    /// <summary>A write begins, to be followed by <see cref="Wrote"/> where it succeeds.</summary>
    /// <param name="key">The namespace; empty for the cluster.</param>
    public void BeginWrite(string key)
    {
        lock (_lock)
            _underWay[key] = false;
    }

    /// <summary>
    /// What the scanner has written itself, so that no change needs to be told. What a watch brought while the answer was on its way stays: it may
    /// be of later.
    /// </summary>
    /// <param name="key">The namespace; empty for the cluster.</param>
    /// <param name="report">Null when it was deleted.</param>
    public void Wrote(string key, StoredReport? report)
    {
        lock (_lock)
        {
            if (_underWay.Remove(key, out var isOvertaken) && isOvertaken)
                return;
            if (report is null)
                _reports.Remove(key);
            else
                _reports[key] = report;
        }
    }

    /// <param name="key">The namespace; empty for the cluster.</param>
    public StoredReport? Find(string key)
    {
        lock (_lock)
            return _reports.GetValueOrDefault(key);
    }

    public ImmutableArray<StoredReport> All()
    {
        lock (_lock)
            return [.. _reports.Values];
    }

    /// <summary>Which reports others changed since the last call.</summary>
    public TouchedReports TakeTouched()
    {
        lock (_lock)
        {
            var touched = new TouchedReports(_allTouched, [.. _touched]);
            _allTouched = false;
            _touched.Clear();
            return touched;
        }
    }

    /// <summary>
    /// Verdicts that reports remember and this process did not write: another replica did, or one before it. Once for each term, when the reports
    /// have been listed; null before and after.
    /// </summary>
    public IReadOnlyDictionary<string, Verdict>? TakeNews()
    {
        lock (_lock)
        {
            if (!_listed || _before is not { } before)
                return null;
            _before = null;
            return Compared(_reports.Values.Where(r => before.GetValueOrDefault(r.Namespace ?? "")?.Content != r.Content));
        }
    }

    /// <summary>What all reports remember.</summary>
    public IReadOnlyDictionary<string, Verdict> Remembered()
    {
        lock (_lock)
            return Compared(_reports.Values);
    }

    private void Overtake(string key)
    {
        if (_underWay.ContainsKey(key))
            _underWay[key] = true;
    }

    private static Dictionary<string, Verdict> Compared(IEnumerable<StoredReport> reports) => reports
        .Where(r => r is { Namespace: not null, Compared: not null })
        .ToDictionary(r => r.Namespace!, r => r.Compared!.Value, StringComparer.Ordinal);

    // Somebody's copy under another name is none.
    private static bool IsOne(StoredReport report) => report.Name == ReportNames.Name;
}
