using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;

namespace Scanner.Publishing.Tests.Formats;

/// <summary>A result with one of each thing that outputs show.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly DeniedBy s_webhook =
        new(Layer.Webhook, "validate.kyverno.svc-fail", null, ["no-privileged"], "resource Pod/gap/web was blocked\n\nno-privileged:\n  rule: 'no'");

    public static ScanResult Result() => Composition.Of(Parts()).Result;

    public static ScanParts Parts() => new()
    {
        Cluster = new ClusterReference("https://10.0.0.1:6443", "v1.36.2", "prod"),
        StartedAt = Now,
        Now = Now,
        Duration = TimeSpan.FromSeconds(1.5),
        Requests = 40,
        LingerAfter = TimeSpan.FromHours(24),
        Namespaces = [Empty(), Gap(), Good()],
    };

    private static NamespaceParts Empty() =>
        new(new NamespacePosture { Name = "empty", Verdict = Verdict.Unknown, UnknownBecause = UnknownReason.NoPods }, []);

    private static NamespaceParts Gap() => new(
        new NamespacePosture
        {
            Name = "gap",
            Verdict = Verdict.Unprotected,
            RegularControl = RegularControl.Denied,
            RegularControlDeniedBy = s_webhook,
            Targets = [new TargetPosture("web", "Deployment/web", Verdict.Unprotected, [new ProbeResult(ProbeProfile.Privileged, ProbeOutcome.Admitted, null, null, 200, null, ["careful \u001b[31mred"])])],
            SkippedPods = [new SkippedPod("static", SkipReason.MirrorPod)],
        },
        [
            new EphemeralContainerRecord("gap", "web", "Deployment/web", new EphemeralContainerFacts
            {
                Name = "debug",
                Image = "busybox",
                State = ContainerState.Running,
                Privileged = true,
                AddedAt = Now.AddHours(-2),
            }),
        ]);

    private static NamespaceParts Good() => new(
        new NamespacePosture
        {
            Name = "good",
            Verdict = Verdict.Protected,
            RegularControl = RegularControl.Denied,
            DeniedBy = new DeniedBy(Layer.PodSecurity, "baseline:latest", null, [], "privileged (container \"x\")"),
        },
        []);
}
