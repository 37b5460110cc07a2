using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.Publishing.Reports;
using Scanner.Reports;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Reports;

/// <summary>
/// Follows the scanner's own reports while this replica leads, by one watch a resource: a report that somebody deletes or changes comes back at
/// once, and a quiet cluster costs nothing. Lists with each scan would read every report again, half an hour late.
/// </summary>
internal sealed class ReportFollower(
    IApiServerReader cluster, ClusterWatch watch, Heartbeats beats, TimeProvider time, Random random, ILogger<ReportFollower> log) : IWatchListener
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WatchStatus> _statuses = [];
    private CancellationTokenSource? _stop;
    private List<Task> _watches = [];

    /// <summary>Something about the stored reports changed.</summary>
    public Signal Changed { get; } = new();

    /// <summary>What is followed; null for nothing.</summary>
    public ReportTarget? Target { get; private set; }

    public ReportCache Namespaces => field ??= new ReportCache(Changed);

    public ReportCache Cluster => field ??= new ReportCache(Changed);

    /// <param name="key">A namespace; empty for the cluster.</param>
    public ReportCache CacheOf(string key) => key.Length == 0 ? Cluster : Namespaces;

    /// <summary>All there is has been read, or will not be for now.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_lock)
                return Target is null || (_statuses.Count == _watches.Count && _statuses.Values.All(s => s.HasList || s.IsSettled));
        }
    }

    /// <summary>Ends what was followed, and follows <paramref name="target"/>.</summary>
    /// <param name="target">Null for nothing.</param>
    /// <exception cref="Exception">What was followed failed by a fault of this program.</exception>
    public async Task FollowAsync(ReportTarget? target, CancellationToken cancellationToken)
    {
        await StopAsync();
        if (target is null)
            return;
        // Those of another API are not there.
        Namespaces.BeginTerm();
        Cluster.BeginTerm();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Target = target;
        _watches = [Run(target.Reports, Namespaces, _stop.Token), Run(target.ClusterReports, Cluster, _stop.Token)];
    }

    /// <summary>Waits for the end of what is followed.</summary>
    public async Task StopAsync()
    {
        if (_stop is not { } stop)
            return;
        var watches = Task.WhenAll(_watches);
        (_stop, _watches, Target) = (null, [], null);
        await stop.CancelAsync();
        await watches.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        lock (_lock)
        {
            foreach (var name in _statuses.Keys)
                beats.End(LoopOf(name));
            _statuses.Clear();
        }
    }

    /// <summary>Throws when a watch ended by itself, which none should.</summary>
    public Task CheckAsync() => _watches.Find(w => w.IsFaulted) ?? Task.CompletedTask;

    void IWatchListener.Turned(WatchTarget target, TimeSpan wait) => beats.Beat(LoopOf(target.Name), wait);

    void IWatchListener.StatusChanged(WatchTarget target, WatchStatus status)
    {
        WatchStatus? before;
        lock (_lock)
        {
            before = _statuses.GetValueOrDefault(target.Name);
            _statuses[target.Name] = status;
        }

        if (before?.Phase != status.Phase)
            Tell(target, status);
        Changed.Set();
    }

    void IWatchListener.Restarted(WatchTarget target, string reason)
    {
    }

    private void Tell(WatchTarget target, WatchStatus status)
    {
        switch (status.Phase)
        {
            case WatchPhase.Forbidden:
                log.FollowingForbidden(target.Name, ReportRights.Rule(target.Path.Group, target.Path.Resource), status.Message ?? "");
                break;
            case WatchPhase.NotServed:
                log.NotServed(target.Name);
                watch.LookAgain();
                break;
        }
    }

    private Task Run(ResourcePath path, ReportCache cache, CancellationToken cancellationToken)
    {
        var target = new WatchTarget(path) { LabelSelector = ReportNames.Selector };
        return new Reflector<StoredReport>(cluster, target, static () => StoredReportReader.Instance, cache, this, time, random).RunAsync(cancellationToken);
    }

    private static string LoopOf(string name) => $"reports {name}";
}
