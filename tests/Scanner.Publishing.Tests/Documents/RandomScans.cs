using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Documents;

/// <summary>Results of whatever a cluster may answer, each told by its seed; composed by the composer, so that they are such as there can be.</summary>
internal sealed class RandomScans(int seed)
{
    private static readonly string[] s_names =
        ["web", "$(touch X)", "a'b", "x\u202egnp.exe", "tab\there", "line\nbreak", "kubectl", "namespace", "-n", "label", "\ud83d\ude00", "", "a b  c", "{\"json\":1}"];

    private readonly Random _random = new(seed);

    public ScanResult Next() => Composition.Of(new ScanParts
    {
        Cluster = new ClusterReference("https://10.0.0.1:6443", Maybe("v1.36.2"), Maybe("prod"), Offline: Chance(4)),
        StartedAt = Samples.Now,
        Now = Samples.Now,
        Duration = TimeSpan.FromMilliseconds(_random.Next(100_000)),
        Requests = _random.Next(1000),
        LingerAfter = TimeSpan.FromHours(24),
        Errors = Some(2, () => new ScanError(Any(ScanStep.Watch("pods"), ScanStep.List("pods", "a"), ScanStep.GetVersion, ScanStep.Compare, ScanStep.Interrupted, ScanStep.Get(Name())), Name())),
        NotRead = Some(2, () => new KindCount("apps/v1", Name(), 3)),
        Namespaces = [.. Enumerable.Range(0, _random.Next(6)).Select(Namespace)],
        Rbac = Chance(5) ? null : Rbac() with { IsWhole = !Chance(4) },
        Missing = Some(2, () => new MissingPermission(Any("list", "watch"), "roles", Maybe("team-1"), "rbac.authorization.k8s.io")),
        Exceptions = new ExceptionSet(
            Some(2, () => new ExceptionEntry(Any("ES101", "ES2*", "ES301"), Maybe("team-1"), null, Name(), Chance(2) ? new DateOnly(2027, 6, 30) : null)), SeesEverything: Chance(2)),
    }).Result;

    private NamespaceParts Namespace(int index)
    {
        var name = $"team-{index}";
        var posture = Chance(4)
            ? NamespaceVerdict.Unknown(name, Any(Enum.GetValues<UnknownReason>()), Maybe(Name()), Skipped()) with
            {
                Unlisted = Chance(2) ? null : new Unlisted(UnknownReason.NoPermission, "no", Maybe("list"), Maybe(name)),
                Predicted = Chance(2) ? new Prediction(Any(Verdict.Protected, Verdict.Unprotected), Name()) : null,
            }
            : NamespaceVerdict.Of(name, Some(4, Target), Skipped(), Any(Enum.GetValues<RegularControl>()), Maybe(DeniedBy()));
        return new NamespaceParts(
            posture with
            {
                RegularControlForbidden = Chance(5),
                BelowBaseline = Chance(3) ? new PodSample([Name(), "b"], _random.Next(2, 5)) : PodSample.None,
                Workloads = new WorkloadCounts(_random.Next(3), _random.Next(5)),
                EarlierVerdict = Maybe(Any(Enum.GetValues<Verdict>())),
                JudgedAt = Maybe(Samples.Now.AddMinutes(-3)),
                NotRenewedBecause = Maybe(Name()),
            },
            Some(2, () => new EphemeralContainerRecord(name, Name(), Name(), Container())));
    }

    private EphemeralContainerFacts Container() => new()
    {
        Name = Name(),
        Image = Maybe(Name()),
        TargetContainer = Maybe(Name()),
        State = Any(Enum.GetValues<ContainerState>()),
        StartedAt = Maybe(Samples.Now.AddHours(-_random.Next(100))),
        AddedAt = Maybe(Samples.Now.AddHours(-_random.Next(100))),
        Privileged = Chance(2),
        PodSecurityLevel = Any(Enum.GetValues<PodSecurityLevel>()),
        Manager = Maybe(Name()),
    };

    private TargetPosture Target()
    {
        var image = Maybe(Name());
        ProbeProfile[] profiles = [ProbeProfile.Privileged, .. Enum.GetValues<ProbeProfile>().Where(p => p != ProbeProfile.Privileged && Chance(3))];
        return TargetVerdict.Judge($"pod-{_random.Next(3)}", Name(), "probe", [.. profiles.Select(p => Probe(p) with { Image = image })]);
    }

    private ProbeResult Probe(ProbeProfile profile)
    {
        var outcome = Any(Enum.GetValues<ProbeOutcome>());
        var denied = outcome is ProbeOutcome.Denied or ProbeOutcome.Unavailable ? DeniedBy() : null;
        var layer = denied?.Layer ?? (outcome == ProbeOutcome.Forbidden ? Layer.Authorization : null);
        return new ProbeResult(profile, outcome, layer, denied, Any(200, 401, 403, 0), Maybe(Name()), Some(2, Name))
        {
            UnknownBecause = outcome is ProbeOutcome.Forbidden or ProbeOutcome.Invalid or ProbeOutcome.Error
                ? Any(UnknownReason.NoPermission, UnknownReason.Timeout, UnknownReason.Error)
                : null,
        };
    }

    private DeniedBy DeniedBy() => new(
        Any(Enum.GetValues<Layer>()), Any("baseline:latest", "validate.kyverno.svc-fail", Core.Admission.Answers.DeniedBy.PodSecurityPolicy, Name()), Maybe(Name()), Some(2, Name), Any("no such registry", Name()));

    private RbacPosture Rbac()
    {
        var index = new RbacIndex();
        string[] pods = Chance(3) ? ["web", "*"] : [];
        index.SetRole(new RoleFacts(new ObjectName(null, "debug")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [.. pods])] });
        index.SetRole(new RoleFacts(new ObjectName(null, "cluster-admin")) { Rules = [new(["*"], ["*"], ["*"], [])] });
        index.SetRole(new RoleFacts(new ObjectName(null, "binder")) { Rules = [new(["create"], ["rbac.authorization.k8s.io"], ["rolebindings"], []), new(["bind"], ["rbac.authorization.k8s.io"], ["clusterroles"], [])] });
        for (var i = 0; i < _random.Next(6); i++)
        {
            var ns = Chance(3) ? null : $"team-{_random.Next(4)}";
            var name = $"b{i}{Name().Replace('/', '_')}";
            index.SetBinding(new BindingFacts(new ObjectName(ns, name), new RoleReference(true, Any("debug", "cluster-admin", "binder", "absent")), Some(3, Subject)));
        }

        return index.Posture();
    }

    private Subject Subject() => Any(
        Core.Rbac.Facts.Subject.User(Name()), Core.Rbac.Facts.Subject.Group(Name()), Core.Rbac.Facts.Subject.Group("system:authenticated"),
        Core.Rbac.Facts.Subject.ServiceAccount($"team-{_random.Next(3)}", "robot"), Core.Rbac.Facts.Subject.ServiceAccount("argocd", "argocd-server"));

    private ImmutableArray<SkippedPod> Skipped() => Some(2, () => new SkippedPod(Name(), Any(Enum.GetValues<SkipReason>())));

    private string Name() => Any(s_names);

    private bool Chance(int of) => _random.Next(of) == 0;

    private T? Maybe<T>(T value)
        where T : class => Chance(2) ? value : null;

    private T? Maybe<T>(T value, int of = 2)
        where T : struct => Chance(of) ? value : null;

    private T Any<T>(params T[] values) => values[_random.Next(values.Length)];

    private ImmutableArray<T> Some<T>(int most, Func<T> make) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => make())];
}
