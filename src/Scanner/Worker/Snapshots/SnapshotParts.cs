using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;
using Scanner.Worker.Caches;
using Scanner.Worker.Fencing;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;
using Scanner.Worker.Work;

namespace Scanner.Worker.Snapshots;

/// <summary>Gathers what a snapshot is composed of. What has not changed is the same object as before. Not for concurrent use.</summary>
internal sealed class SnapshotParts(
    IApiServerReader cluster,
    ClusterReference reference,
    KnownNamespaces known,
    ClusterWatch watch,
    FullScans fullScans,
    FullScanSchedule schedule,
    FenceGate fence,
    ISnapshotTroubles troubles,
    LiveSettings settings)
{
    private Dictionary<string, NamespaceParts> _before = [];

    public ScanParts Gather(DateTimeOffset now)
    {
        var state = fullScans.State;
        var current = settings.Current;
        return new ScanParts
        {
            Cluster = reference with { Version = fullScans.ServerVersion },
            StartedAt = state.LastStartedAt ?? now,
            Now = now,
            Duration = state.LastDuration,
            Requests = cluster.RequestsSent,
            Errors = [.. Errors()],
            Namespaces = Namespaces(),
            Rbac = watch.RbacPosture,
            Missing = [.. Missing()],
            Fence = fence.Fence,
            LingerAfter = current.Probe.LingerAfter,
            Exceptions = current.Exceptions,
        };
    }

    private ImmutableArray<NamespaceParts> Namespaces()
    {
        var pods = watch.Pods.WithEphemeralContainers().ToLookup(p => p.Namespace);
        var namespaces = watch.Namespaces.All;
        var postures = known.FindAll(namespaces.Select(n => n.Name), schedule.StaleAfter);
        var parts = ImmutableArray.CreateBuilder<NamespaceParts>(namespaces.Length);
        var present = new Dictionary<string, NamespaceParts>(namespaces.Length);
        for (var i = 0; i < namespaces.Length; i++)
        {
            var name = namespaces[i].Name;
            var part = Part(name, postures[i], pods);
            parts.Add(part);
            present.Add(name, part);
        }

        _before = present;
        return parts.MoveToImmutable();
    }

    private NamespaceParts Part(string ns, NamespacePosture? posture, ILookup<string, PodFacts> pods)
    {
        var before = _before.GetValueOrDefault(ns);
        if (posture is null or { UnknownBecause: UnknownReason.NotYetProbed })
            posture = NotAsked(ns, posture, before?.Posture);
        return before is not null && ReferenceEquals(before.Posture, posture) && before.EphemeralContainers.IsEmpty && !pods.Contains(ns)
            ? before
            : NamespaceParts.Of(posture, pods[ns]);
    }

    // Where there is nothing to ask there is nothing to wait for.
    private NamespacePosture NotAsked(string ns, NamespacePosture? posture, NamespacePosture? before)
    {
        var unknown = watch.PodStatusIn(ns) is { HasList: true } && watch.Pods.IsEmpty(ns)
            ? NamespaceVerdict.Unknown(ns, UnknownReason.NoPods, null, []) with { EarlierVerdict = posture?.EarlierVerdict }
            : posture ?? NamespaceVerdict.Unknown(ns, UnknownReason.NotYetProbed, "it has not been asked yet", []);
        return before is not null && before.UnknownBecause == unknown.UnknownBecause && before.UnknownMessage == unknown.UnknownMessage
            && before.EarlierVerdict == unknown.EarlierVerdict ? before : unknown;
    }

    private IEnumerable<MissingPermission> Missing() =>
        from s in watch.Statuses
        where s.Status.DeniedVerb is not null
        select new MissingPermission(s.Status.DeniedVerb!, s.Target.Path.Resource, s.Target.Path.Namespace, s.Target.Path.Group);

    private IEnumerable<ScanError> Errors()
    {
        var lost =
            from s in watch.Statuses
            where s.Status.Message is not null
            select new ScanError(ScanStep.Watch(s.Target.Place), $"{s.Status.Message} (since {s.Status.Since:u})");
        if (fence.WhyShut is { } why)
            lost = lost.Append(new ScanError(ScanStep.Probe, why));
        return troubles.Trouble is { } trouble ? lost.Append(trouble) : lost;
    }
}
