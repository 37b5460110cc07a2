using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Inventory;
using Scanner.Publishing.Reports;
using Scanner.Usage;

namespace Scanner.Reports;

/// <summary>
/// Writes the result of one scan into reports, as the worker would: those that differ from what is stored, dated by when a finding was first seen.
/// A report stays in the hands of the installation that it belongs to.
/// </summary>
internal sealed class ReportPublication
{
    private const int AtOnce = 4;
    private const int Rounds = 4;

    private readonly ApiServerClient _cluster;
    private readonly ReportTarget _target;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, StoredReport> _stored;

    private ReportPublication(ApiServerClient cluster, ReportTarget target, IEnumerable<StoredReport> stored, TimeProvider time)
    {
        (_cluster, _target, _time) = (cluster, target, time);
        _stored = stored.Where(r => r.Name == ReportNames.Name).ToDictionary(r => r.Namespace ?? "", StringComparer.Ordinal);
    }

    /// <summary>What namespaces were when their reports were written.</summary>
    public IReadOnlyDictionary<string, Verdict> Earlier => _stored.Values
        .Where(r => r is { Namespace: not null, Compared: not null })
        .ToDictionary(r => r.Namespace!, r => r.Compared!.Value, StringComparer.Ordinal);

    /// <param name="force">Also while a worker leads.</param>
    /// <exception cref="UsageException">There is no API to write in, what is stored cannot be read, or a worker leads.</exception>
    public static async Task<ReportPublication> PrepareAsync(ApiServerClient cluster, TimeProvider time, bool force, CancellationToken cancellationToken)
    {
        if (await cluster.GetGroupsAsync(cancellationToken) is not ApiAnswer<ImmutableArray<ApiGroup>>.Ok { Value: var groups })
            throw new UsageException("--publish: the server does not say which report API it serves");
        if (ReportTarget.Choose(ReportChoice.Auto, groups) is not { } target)
            throw new UsageException(
                $"--publish: the cluster serves no {string.Join(" and no ", ReportTarget.All.Select(t => t.Api.ApiVersion))}: install their CRDs, charts/ephemeral-scanner/files/crds has some");
        ImmutableArray<StoredReport> stored =
        [
            .. await ListAsync(cluster, target.Reports, cancellationToken), .. await ListAsync(cluster, target.ClusterReports, cancellationToken),
        ];
        var instances = stored.Select(r => r.Instance).OfType<string>().Distinct();
        if (!force && await LeadingWorker.FindAsync(cluster, instances, time.GetUtcNow(), cancellationToken) is { } leads)
            throw new UsageException($"--publish: {leads}. Leave --publish out, or write all the same with --force");
        return new ReportPublication(cluster, target, stored, time);
    }

    /// <param name="whole">The scan looked at everything: what it says of the cluster may take the place of what is said of it now.</param>
    /// <returns>What could not be written, one line; null when all could.</returns>
    public async Task<string?> WriteAsync(ScanResult result, bool whole, CancellationToken cancellationToken)
    {
        if (result.Interrupted)
            return "no reports were written: the scan was interrupted";
        var courier = new ReportCourier(_cluster.ReportsWhile(null), _target);
        var left = Plan(result, whole).ToList();
        var first = "";
        for (var round = 0; left.Count > 0 && round < Rounds; round++)
        {
            if (round > 0)
                await Task.Delay(TimeSpan.FromSeconds(1 << round), _time, cancellationToken);
            var failed = new List<(string Key, Report? Report)>();
            foreach (var batch in left.Chunk(AtOnce))
            {
                var deliveries = await Task.WhenAll(batch.Select(b => DeliverAsync(courier, b.Key, b.Report, cancellationToken)));
                failed.AddRange(batch.Where((_, i) => deliveries[i].Result is not (DeliveryResult.Done or DeliveryResult.NamespaceGone)));
                first = deliveries.FirstOrDefault(d => d.Message.Length > 0 && d.Result != DeliveryResult.NamespaceGone)?.Message ?? first;
            }

            left = failed;
        }

        return left.Count == 0 ? null : $"{left.Count} reports were not written: {first}";
    }

    private static async Task<List<StoredReport>> ListAsync(ApiServerClient cluster, ResourcePath path, CancellationToken cancellationToken)
    {
        var list = new CollectedList<StoredReport>();
        return await cluster.ListAsync(new ListRequest(path) { LabelSelector = ReportNames.Selector }, StoredReportReader.Instance, list, cancellationToken) switch
        {
            ApiAnswer<ListResult>.Ok => list.Items,
            // One kind of the API alone.
            ApiAnswer<ListResult>.Refused { Status.IsNotServed: true } => [],
            var answer => throw new UsageException($"--publish: the reports that there are cannot be read: {answer.Describe()}"),
        };
    }

    // By namespace, empty for the cluster; null where there is nothing left to say.
    private IEnumerable<(string Key, Report? Report)> Plan(ScanResult result, bool whole)
    {
        var scanned = result.Namespaces.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        var findings = result.Findings.ToLookup(f => f.Namespace is { } ns && scanned.Contains(ns) ? ns : "", StringComparer.Ordinal);
        if (whole)
            yield return ("", ReportComposer.OfCluster(findings[""], result.Errors));
        foreach (var ns in result.Namespaces.Where(n => n.UnknownBecause != UnknownReason.NotYetProbed))
        {
            if (ReportComposer.OfNamespace(ns, findings[ns.Name]) is { } report)
                yield return (ns.Name, report);
            else if (_stored.ContainsKey(ns.Name))
                yield return (ns.Name, null);
        }
    }

    private async Task<Delivery> DeliverAsync(ReportCourier courier, string key, Report? report, CancellationToken cancellationToken)
    {
        if (report is null)
            return await courier.DeleteAsync(key, cancellationToken);
        var (stored, now) = (_stored.GetValueOrDefault(key), _time.GetUtcNow());
        var draft = Draft(report);
        return draft.AsStored.Content == stored?.Content ? Delivery.Done : await courier.ApplyAsync(report, draft, Draft, cancellationToken);

        ReportDraft Draft(Report some) => ReportDraft.Of(some, _target, stored?.Seen ?? [], now, stored?.Instance);
    }
}
