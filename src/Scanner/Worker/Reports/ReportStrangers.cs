using Microsoft.Extensions.Logging;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Publishing.Reports;
using Scanner.Reports;
using Scanner.Worker.Snapshots;

namespace Scanner.Worker.Reports;

/// <summary>
/// Reports that another installation writes. They are left to it, or two would write in turn for ever; the log and the answer say so. Thread-safe.
/// </summary>
internal sealed class ReportStrangers(ReportOptions options, ILogger<ReportStrangers> log) : ISnapshotTroubles
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Of namespaces only: of two that look at different ones each has its own, and there is but one report of the cluster.</summary>
    public ScanError? Trouble
    {
        get
        {
            lock (_lock)
            {
                var namespaces = _owners.Where(o => o.Key.Length > 0).ToList();
                return namespaces.Count == 0 && (options.IsScoped || _owners.Count == 0) ? null : new ScanError(
                    ScanStep.WriteReports, $"{Describe(namespaces.Count, namespaces.FirstOrDefault().Key)} belong to installation {_owners.First().Value}, not to {options.Instance}");
            }
        }
    }

    /// <param name="ns">Null for the report of the cluster.</param>
    public void Add(string? ns, string owner, ReportTarget target)
    {
        lock (_lock)
        {
            _owners[ns ?? ""] = owner;
            if (!_told.Add(owner))
                return;
        }

        log.BelongsToAnother(
            ns is null ? "the report of the cluster" : $"reports, that of namespace {ns} the first of them,", owner, options.Instance,
            Command.Of("kubectl", "delete", $"{target.Api.Resource},{target.Api.ClusterResource}", "-A", "-l", $"{ReportNames.Instance}={owner}").ToString());
    }

    public void Remove(string? ns)
    {
        lock (_lock)
        {
            _owners.Remove(ns ?? "");
            if (_owners.Count == 0)
                _told.Clear();
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _owners.Clear();
            _told.Clear();
        }
    }

    private static string Describe(int namespaces, string? first) => namespaces == 0
        ? "the report of the cluster"
        : $"reports of {namespaces} namespaces, {first} the first of them,";
}
