using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;
using Scanner.Decoding;
using Scanner.Worker.Caches;
using Scanner.Worker.Fencing;
using Scanner.Worker.Policies;
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
    KnownPolicies policies,
    ISnapshotTroubles troubles,
    LiveSettings settings)
{
    private Dictionary<string, GatheredNamespace> _before = [];

    public ScanParts Gather(DateTimeOffset now)
    {
        var state = fullScans.State;
        var current = settings.Current;
        // Before what they speak of: what is mended in between is then named, while what was gathered may be of before it was.
        ImmutableArray<ScanError> errors = [.. Errors()];
        ImmutableArray<MissingPermission> missing = [.. Missing()];
        var picture = policies.Picture;
        var namespaces = Namespaces(picture);
        return new ScanParts
        {
            Cluster = reference with { Version = fullScans.ServerVersion },
            StartedAt = state.LastStartedAt ?? now,
            Now = now,
            Duration = state.LastDuration,
            Requests = cluster.RequestsSent,
            Errors = [.. errors, .. Pending(namespaces)],
            Namespaces = namespaces,
            Engines = picture.Engines,
            Outdated = picture.Outdated,
            Policies = picture.Policies,
            OpenWebhooks = picture.OpenWebhooks,
            UnreadPolicies = picture.Unread,
            Rbac = watch.RbacPosture,
            Missing = missing,
            Fence = fence.Fence,
            LingerAfter = current.Probe.LingerAfter,
            Exceptions = current.Exceptions,
        };
    }

    private ImmutableArray<NamespaceParts> Namespaces(PolicyPicture picture)
    {
        var pods = watch.Pods.WithEphemeralContainers().ToLookup(p => p.Namespace);
        var namespaces = watch.Namespaces.Labelled;
        var postures = known.FindAll(namespaces.Select(n => n.Facts.Name), schedule.StaleAfter);
        var parts = ImmutableArray.CreateBuilder<NamespaceParts>(namespaces.Length);
        var present = new Dictionary<string, GatheredNamespace>(namespaces.Length);
        for (var i = 0; i < namespaces.Length; i++)
        {
            var gathered = Part(namespaces[i], postures[i], picture, pods);
            parts.Add(gathered.Part);
            present.Add(namespaces[i].Facts.Name, gathered);
        }

        _before = present;
        return parts.MoveToImmutable();
    }

    private GatheredNamespace Part(WatchedNamespace watched, NamespacePosture? posture, PolicyPicture picture, ILookup<string, PodFacts> pods)
    {
        var ns = watched.Facts.Name;
        var before = _before.GetValueOrDefault(ns);
        if (posture is null or { UnknownBecause: UnknownReason.NotYetProbed } || (posture.UnknownBecause == UnknownReason.NoPods && !MayBeEmpty(ns)))
            posture = NotAsked(ns, posture, before?.Posture);
        var outlook = policies.Find(ns);
        if (before is not null && ReferenceEquals(before.Posture, posture) && ReferenceEquals(before.Outlook, outlook) && ReferenceEquals(before.Picture, picture)
            && ReferenceEquals(before.Watched, watched) && AreSame(before.Pods, pods[ns]))
        {
            return before;
        }

        var shown = Beside(posture, outlook, picture, PodSecurityModes.Of(watched.Labels), before);
        var part = before is not null && ReferenceEquals(before.Part.Posture, shown) && AreSame(before.Pods, pods[ns])
            ? before.Part
            : NamespaceParts.Of(shown, pods[ns]);
        return new GatheredNamespace(part, posture, watched, outlook, picture, [.. pods[ns]]);
    }

    private static bool AreSame(ImmutableArray<PodFacts> before, IEnumerable<PodFacts> now) => before.AsEnumerable().SequenceEqual(now, ReferenceEqualityComparer.Instance);

    /// <summary>With what its labels ask of Pod Security, what policies let one expect, and why they do not stop what they are to stop.</summary>
    private NamespacePosture Beside(NamespacePosture posture, Outlook? outlook, PolicyPicture picture, PodSecurityModes modes, GatheredNamespace? before)
    {
        var predicted = policies.Beside(outlook, posture);
        var gap = PolicyGaps.Of(posture, picture.Policies);
        var mends = PolicyGaps.MendsOf(posture, picture.Policies);
        var guard = PolicyGaps.GuardOf(posture, picture.Policies);
        if (before is { Part.Posture: var shown } && ReferenceEquals(before.Posture, posture)
            && (shown.Predicted, shown.Gap, shown.AlsoDeniedBy, shown.PodSecurity) == (predicted, gap, guard, modes) && shown.GapMends.SequenceEqual(mends))
        {
            return shown;
        }

        return posture with { Predicted = predicted, Gap = gap, GapMends = mends, AlsoDeniedBy = guard, PodSecurity = modes };
    }

    // Where there is nothing to ask there is nothing to wait for.
    private NamespacePosture NotAsked(string ns, NamespacePosture? posture, NamespacePosture? before)
    {
        var unknown = watch.Pods.IsEmpty(ns) && watch.ArePodsKnownIn(ns)
            ? NamespaceVerdict.Unknown(ns, UnknownReason.NoPods, null, []) with { EarlierVerdict = posture?.EarlierVerdict }
            : posture is { UnknownBecause: UnknownReason.NoPods }
            // Whoever leads asks in a moment; whoever does not says so for as long as that lasts.
            ? NamespaceVerdict.Unknown(ns, UnknownReason.NotYetProbed, watch.Pods.IsEmpty(ns) ? "its pods may not be read any more" : "pods have come since it was asked", []) with { EarlierVerdict = posture.EarlierVerdict }
            : posture ?? NamespaceVerdict.Unknown(ns, UnknownReason.NotYetProbed, "it has not been asked yet", []);
        return before is not null && before.UnknownBecause == unknown.UnknownBecause && before.UnknownMessage == unknown.UnknownMessage
            && before.EarlierVerdict == unknown.EarlierVerdict ? before : unknown;
    }

    // What was found empty stays so through an outage, as verdicts do, and grows old like them. Who may read no pods any more has lost all sight of it.
    private bool MayBeEmpty(string ns) => watch.Pods.IsEmpty(ns) && watch.PodStatusIn(ns) is not { Phase: WatchPhase.Forbidden };

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
        if (policies.Trouble is { } unread)
            lost = lost.Append(unread);
        return troubles.Trouble is { } trouble ? lost.Append(trouble) : lost;
    }

    /// <summary>What a first answer leaves open may be a finding, whose absence proves nothing therefore.</summary>
    private static IEnumerable<ScanError> Pending(ImmutableArray<NamespaceParts> namespaces)
    {
        var pending = namespaces.Count(n => n.Posture.IsFirstAnswer);
        if (pending > 0)
            yield return new ScanError(ScanStep.Probe, $"namespaces of which only the first answer is there: {pending}; other workloads and regular containers are still to be asked about");
    }

    /// <param name="Posture">As it is known, without what policies add.</param>
    /// <param name="Pods">Those with ephemeral containers.</param>
    private sealed record GatheredNamespace(
        NamespaceParts Part, NamespacePosture Posture, WatchedNamespace Watched, Outlook? Outlook, PolicyPicture Picture, ImmutableArray<PodFacts> Pods);
}
