using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Policies.Engines;
using Scanner.Policies.Objects;
using Scanner.Reviews;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker.Policies;

/// <summary>Runs the policies that were read last over the namespaces that there are. Not for concurrent use.</summary>
internal sealed class PolicyWork(
    KnownPolicies known, KnownNamespaces namespaces, ClusterWatch watch, PolicyTargets targets, WatchScope scope, ProbedPods pods, FullScanSchedule schedule, LiveSettings settings,
    Housekeeping housekeeping, WorkerTime clock, TimeProvider time)
{
    // Namespaces between two moments at which others may go on.
    private const int AtOnce = 64;

    /// <summary>Between two namespaces of which pods are read.</summary>
    private static readonly TimeSpan s_betweenPods = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan s_betweenTidying = TimeSpan.FromMinutes(5);

    private PolicySet? _set;
    private PolicyCount? _count;
    private Predictions? _predictions;
    private PolicyPicture _picture = PolicyPicture.None;
    private string? _fingerprint;
    private string? _image;
    private ImmutableArray<string> _unread = [];
    private bool _isSuspended;
    private ImmutableArray<WatchedNamespace> _counted;
    private ImmutableArray<WatchedNamespace> _expected;
    private TimeSpan _countAgain;
    private (long Counted, long Expected) _changes;
    private bool _isNew;
    private TimeSpan _tidiedAt = -s_betweenTidying;

    /// <summary>When namespaces that changed are counted anew; the end of time when none has.</summary>
    public TimeSpan NextCount => _set is null || IsCounted(watch.Namespaces.Labelled) ? TimeSpan.MaxValue : _countAgain;

    /// <summary>What running the policies over all namespaces took last.</summary>
    public TimeSpan LastCost { get; private set; }

    /// <summary>Nothing was read.</summary>
    public void Forget()
    {
        (_set, _count, _predictions, _fingerprint, _isSuspended) = (null, null, null, null, false);
        (_picture, _counted, _expected) = (PolicyPicture.None, default, default);
    }

    /// <summary>Nothing is expected of policies of which nobody knows whether they are those of now.</summary>
    public void Suspend()
    {
        _isSuspended = true;
        _expected = default;
        known.ForgetOutlooks();
    }

    /// <param name="isWhole">Nothing is missing. What misses something counts only where there is nothing better.</param>
    public void Take(PolicyObjectsRead read, bool isWhole)
    {
        if (!isWhole)
            Suspend();
        if (!isWhole && _set is not null)
            return;
        _isSuspended = !isWhole;
        if (read.Fingerprint == _fingerprint)
            return;
        var objects = read.Inventory.ToPolicyObjects();
        _set = new PolicySet(objects, PolicyEngines.MinorOf(read.Version));
        _count = new PolicyCount(_set, isWhole: scope == WatchScope.All);
        _picture = new PolicyPicture(
            _set.Engines,
            [.. OutdatedVersions.OfServer(read.Version, objects), .. OutdatedVersions.OfEngines(_set.Engines)],
            [],
            [],
            read.Inventory.Missing);
        (_fingerprint, _unread, _predictions) = (read.Fingerprint, [.. read.Inventory.UnreadNames], null);
        (_counted, _expected, _countAgain, _isNew) = (default, default, TimeSpan.Zero, true);
    }

    /// <summary>Takes in what changed of policies and namespaces.</summary>
    /// <param name="turned">Called again and again.</param>
    public async Task FollowAsync(Action turned, CancellationToken cancellationToken)
    {
        if (_set is null)
            return;
        var all = watch.Namespaces.Labelled;
        await targets.PrepareAsync(_set.ReadsPods, turned, cancellationToken);
        if (!IsCounted(all) && clock.Now >= _countAgain)
            await CountAsync(all, turned, cancellationToken);
        if (_isSuspended)
            return;
        if (all != _expected || _changes.Expected != _changes.Counted || _image != settings.Current.Probe.ProbeImage)
            await ExpectAsync(all, turned, cancellationToken);
        TidyOnce();
    }

    private bool IsCounted(ImmutableArray<WatchedNamespace> all) => all == _counted && targets.Changes == _changes.Counted;

    // Texts of policies that were read, and what their first answers took, are garbage of which nothing comes again before they change.
    private void TidyOnce()
    {
        if (!_isNew || clock.Now < _tidiedAt + s_betweenTidying)
            return;
        housekeeping.Tidy();
        (_isNew, _tidiedAt) = (false, clock.Now);
    }

    private async Task CountAsync(ImmutableArray<WatchedNamespace> all, Action turned, CancellationToken cancellationToken)
    {
        var (start, changes) = (time.GetTimestamp(), targets.Changes);
        for (var i = 0; i < all.Length; i++)
        {
            _count!.Add(targets.Of(all[i]));
            await LetOthersAsync(i, turned, cancellationToken);
        }

        var reading = _count!.Take();
        known.Show(_picture with { Policies = reading.Policies, OpenWebhooks = reading.OpenWebhooks });
        (_counted, _changes.Counted) = (all, changes);
        // In a large cluster this is real work; a fiftieth of one core is enough for it.
        LastCost = time.GetElapsedTime(start);
        _countAgain = clock.Now + (LastCost * 50);
    }

    private async Task ExpectAsync(ImmutableArray<WatchedNamespace> all, Action turned, CancellationToken cancellationToken)
    {
        if (_predictions is null || _image != settings.Current.Probe.ProbeImage)
        {
            known.ForgetOutlooks();
            _image = settings.Current.Probe.ProbeImage;
            _predictions = new Predictions(_set!, _unread, _image);
        }

        for (var i = 0; i < all.Length; i++)
        {
            // Who has 150,000 pods looks at those of one namespace where one has changed.
            if (_changes.Expected == _changes.Counted && known.Find(all[i].Facts.Name) is { } kept && ReferenceEquals(kept.Namespace, all[i]))
                continue;
            var target = targets.Of(all[i]);
            ImmutableArray<PodLabels>? labels = target.ArePodsKnown ? [.. target.Pods.Select(p => p.Labels)] : null;
            if (known.Find(target.Name) is { } outlook && outlook.IsOf(all[i], labels))
                continue;
            known.Expect(new Outlook(all[i], labels, _predictions.Of(target.Name, target.Labels, target.ArePodsKnown ? target.Pods : null)));
            await LetOthersAsync(i, turned, cancellationToken);
        }

        known.Keep(all);
        (_expected, _changes.Expected) = (all, _changes.Counted);
    }

    /// <summary>Reads pods where policies and probes say different things of a namespace of which nothing is in flux.</summary>
    /// <param name="turned">Called again and again.</param>
    public async Task ResolveAsync(Action turned, CancellationToken cancellationToken)
    {
        if (_set is null || _isSuspended)
            return;
        foreach (var ns in known.TakeDoubts())
        {
            turned();
            if (known.Find(ns) is not { } outlook || namespaces.Find(ns, schedule.StaleAfter) is null)
                continue;
            if (namespaces.FindSettled(ns, schedule.StaleAfter) is not { } posture)
            {
                known.StillDoubt(ns);
                continue;
            }

            if (outlook.Beside(posture) is not null)
                continue;
            known.Expect(outlook.WithPods(posture, await pods.PredictAsync(_predictions!, posture, LabelsOf(outlook.Namespace), cancellationToken)));
            await Task.Delay(s_betweenPods, time, cancellationToken);
        }
    }

    private static async Task LetOthersAsync(int done, Action turned, CancellationToken cancellationToken)
    {
        if (done % AtOnce != 0)
            return;
        turned();
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
    }

    private static ImmutableSortedDictionary<string, string> LabelsOf(WatchedNamespace ns) => ns.Labels.SetItem(WatchedNamespace.NameLabel, ns.Facts.Name);
}
