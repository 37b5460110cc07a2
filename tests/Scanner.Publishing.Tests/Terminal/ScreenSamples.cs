using System.Collections.Immutable;
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
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Terminal;

/// <summary>Results for the screens: a small cluster, a large one, and one whose names are written by an enemy.</summary>
internal static class ScreenSamples
{
    private const string Evil = "x\u202egnp.exe\u200b $(touch X)\u001b[2J'\n";

    public static ScanResult Of(string name) => Composition.Of(PartsOf(name)).Result;

    public static ScanParts PartsOf(string name) => name switch
    {
        "many" => Many(),
        "hostile" => Hostile(),
        "wide" => Samples.Parts() with { Rbac = Rbac("運用チーム 東京", "デバッグ権限🚀", "payments") },
        _ => Small(),
    };

    private static ScanParts Small() => Samples.Parts() with
    {
        Namespaces = [.. Samples.Parts().Namespaces, Open("open"), Open("payments"), Open("agents") with { Posture = Open("agents").Posture with { BelowBaseline = new PodSample(["node-agent-x7v2k"], 1) } }],
        Rbac = Rbac("developers", "debug", "payments"),
        Exceptions = new ExceptionSet(
            [
                new ExceptionEntry("ES301", null, null, "on call round the clock", new DateOnly(2027, 6, 30)),
                new ExceptionEntry("ES2*", "gone", null, "was a sandbox", null),
            ],
            SeesEverything: true),
    };

    private static ScanParts Many() => Samples.Parts() with
    {
        Namespaces =
        [
            .. Enumerable.Range(0, 62).Select(i => (i % 31) switch
            {
                0 => Denied($"team-{i:00}-checkout", Verdict.Protected),
                1 => Denied($"team-{i:00}-checkout", Verdict.Blocked),
                2 => Unknown($"team-{i:00}-checkout", UnknownReason.NoPods),
                3 => new NamespaceParts(Open($"team-{i:00}-checkout").Posture with { Verdict = Verdict.Sanitized }, []),
                _ => Open($"team-{i:00}-checkout"),
            }),
        ],
        Rbac = Rbac("developers", "debug", "team-07-checkout", accounts: 40),
    };

    private static ScanParts Hostile() => Samples.Parts() with
    {
        Namespaces =
        [
            new NamespaceParts(
                Open("open").Posture with { DeniedBy = null, RegularControl = RegularControl.Denied, RegularControlDeniedBy = new DeniedBy(Layer.Webhook, Evil, null, [Evil], Evil) },
                [new EphemeralContainerRecord("open", Evil, Evil, new EphemeralContainerFacts { Name = Evil, Image = Evil, Manager = Evil, Privileged = true, State = ContainerState.Running, AddedAt = Samples.Now })]),
        ],
        Rbac = Rbac(Evil, Evil, "open"),
        Errors = [new ScanError(ScanStep.List(Evil), Evil)],
        NotRead = [new KindCount(Evil, Evil, 1)],
        Exceptions = new ExceptionSet([new ExceptionEntry("ES201", null, null, Evil, null)], SeesEverything: false),
    };

    public static NamespaceParts Open(string name) => new(
        new NamespacePosture
        {
            Name = name,
            Verdict = Verdict.Unprotected,
            RegularControl = RegularControl.Admitted,
            Targets = [new TargetPosture("web", "Deployment/web", Verdict.Unprotected, [new ProbeResult(ProbeProfile.Privileged, ProbeOutcome.Admitted, null, null, 200, null, [])])],
        },
        []);

    private static NamespaceParts Denied(string name, Verdict verdict) =>
        new(new NamespacePosture { Name = name, Verdict = verdict, DeniedBy = new DeniedBy(Layer.PodSecurity, "baseline:latest", null, [], "no") }, []);

    private static NamespaceParts Unknown(string name, UnknownReason because) => new(NamespaceVerdict.Unknown(name, because, null, []), []);

    private static RbacPosture Rbac(string group, string name, string ns, int accounts = 1)
    {
        var index = new RbacIndex();
        index.SetRole(new RoleFacts(new ObjectName(null, "debug")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [])] });
        index.SetRole(new RoleFacts(new ObjectName(null, "cluster-admin")) { Rules = [new(["*"], ["*"], ["*"], [])] });
        index.SetBinding(new BindingFacts(new ObjectName(ns, name), new RoleReference(true, "debug"), [Subject.Group(group), Subject.User("alice")]));
        index.SetBinding(new BindingFacts(new ObjectName(null, "oncall"), new RoleReference(true, "debug"), [Subject.Group("oncall")]));
        index.SetBinding(new BindingFacts(new ObjectName(null, "argocd"), new RoleReference(true, "cluster-admin"), [Subject.ServiceAccount("argocd", "argocd-application-controller")]));
        for (var i = 0; i < accounts; i++)
            index.SetBinding(new BindingFacts(new ObjectName(ns, $"robot-{i}"), new RoleReference(true, "debug"), [Subject.ServiceAccount(ns, $"robot-{i}")]));
        return index.Posture();
    }
}
