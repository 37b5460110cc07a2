using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;
using Scanner.Fixtures;

namespace Scanner.Core.Tests.Admission.Verdicts;

/// <summary>The verdict that the recorded probes of each namespace imply, layer and name included.</summary>
public sealed class RecordedVerdictTests
{
    /// <summary>Recorded although a scan never asks them: their pods are no targets, so there is no regular control either.</summary>
    private static readonly string[] s_noTargets = ["static-only", "windows"];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var version in new[] { "1.25", "1.28", "1.30", "1.36" })
        {
            foreach (var (ns, verdict) in ScenarioVerdicts.For(admissionPolicies: version is not ("1.25" or "1.28")))
            {
                // The API of 1.25 lets a mirror pod be patched: why such a pod is no target is decided elsewhere.
                if (ns == "empty" || (version == "1.25" && ns == "static-only"))
                    continue;
                cases.Add($"kubernetes-{version}/probe/{ns}", s_noTargets.Contains(ns) ? verdict[..^"Unknown".Length] + "Admitted" : verdict);
            }
        }

        foreach (var (name, verdict) in s_engines)
            cases.Add(name, verdict);
        return cases;
    }

    private static readonly (string Name, string Verdict)[] s_engines =
    [
        ("gatekeeper/gk-covers", "Protected Webhook validation.gatekeeper.sh Denied"),
        ("gatekeeper/gk-cel", "Protected Webhook validation.gatekeeper.sh Denied"),
        ("gatekeeper/gk-notread", "Unprotected - - Denied"),
        ("gatekeeper/gk-skipsupdate", "Unprotected - - Denied"),
        ("gatekeeper/gk-dryrun", "Unprotected - - Admitted"),
        ("gatekeeper/gk-warn", "Unprotected - - Admitted"),
        ("kyverno/ky-covers", "Protected Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-cel-generated", "Protected ValidatingAdmissionPolicy cpol-ky-cel-generated Denied"),
        ("kyverno/ky-subresource", "Protected Webhook validate.kyverno.svc-fail Admitted"),
        ("kyverno/ky-block", "Blocked Webhook validate.kyverno.svc-fail Admitted"),
        ("kyverno/ky-existing", "Unprotected - - Denied"),
        ("kyverno/ky-existing-strict", "Blocked Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-leftover", "Unprotected - - Denied"),
        ("kyverno/ky-vpol-leftover", "Blocked Webhook vpol.validate.kyverno.svc-fail-f08a7a8e Denied"),
        ("kyverno/ky-vpol-pods", "Unprotected - - Denied"),
        ("kyverno/ky-vpol-both", "Protected Webhook vpol.validate.kyverno.svc-fail-172fadee Denied"),
        ("kyverno/ky-nvpol", "Protected Webhook nvpol.validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-mutate", "Sanitized - - Admitted"),
        ("kyverno/ky-mpol", "Sanitized - - Admitted"),
        ("kyverno/ky-audit", "Unprotected - - Admitted"),
        ("kyverno/ky-warn", "Unprotected - - Admitted"),
        ("kyverno/ky-createonly", "Unprotected - - Denied"),
        ("kyverno/ky-notread", "Unprotected - - Denied"),
        ("kyverno/ky-excepted", "Unprotected - - Admitted"),
        ("kyverno/ky-vpol-excepted", "Unprotected - - Denied"),
        ("kyverno/ky-override", "Unprotected - - Admitted"),
        ("kyverno/ky-cel", "Protected Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-deny", "Protected Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-deny-notread", "Unprotected - - Denied"),
        ("kyverno/ky-excluded-user", "Protected Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-foreach", "Protected Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-foreach-notread", "Unprotected - - Denied"),
        ("kyverno/ky-namespaced", "Protected Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-podsecurity", "Protected Webhook validate.kyverno.svc-fail Denied"),
        ("kyverno/ky-vpol-audit", "Unprotected - - Admitted"),
        ("kyverno/ky-vpol-createonly", "Unprotected - - Denied"),
        ("kyverno/ky-vpol-generated", "Protected ValidatingAdmissionPolicy vpol-ky-vpol-generated Denied"),
        ("kyverno/ky-vpol-warn", "Unprotected - - Admitted"),
    ];

    /// <summary>With the beta API switched on, where the regular control was not recorded.</summary>
    [Theory]
    [InlineData("vap-deny", "Protected ValidatingAdmissionPolicy no-privileged")]
    [InlineData("vap-error", "Protected ValidatingAdmissionPolicy broken")]
    [InlineData("vap-gap", "Unprotected  ")]
    public void Judge_BetaAdmissionPolicies_AreReadAsTheStableOnes(string ns, string expected)
    {
        var target = Judge($"kubernetes-1.28/admission-policies-beta/{ns}");
        Assert.Equal(expected, $"{target.Verdict} {target.DeniedBy?.Layer} {target.DeniedBy?.Name}");
    }

    [Fact]
    public void Cases_HoldEveryRecordedNamespace()
    {
        var recorded = Recording.AllProbes()
            .Where(n => n.EndsWith(".regular-privileged", StringComparison.Ordinal))
            .Select(n => n[..^".regular-privileged".Length]);
        var excused = new[] { "kubernetes-1.25/probe/static-only", "kyverno/ky-vpol-pods.alone" };
        Assert.Equal(recorded.Except(excused).Order(StringComparer.Ordinal), Cases().Select(c => (string)c[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Judge_RecordedProbes_GivesTheVerdict(string name, string expected)
    {
        var target = Judge(name);
        var regular = Recording.Load(name + ".regular-privileged");
        var (control, controlBy) = AnswerClassifier.ClassifyRegular(regular.ContainerName, regular.Answer());
        var ns = NamespaceVerdict.Of("x", [target], [], control, controlBy);
        var who = ns.UnknownBecause?.ToString() ?? ns.DeniedBy?.Layer.ToString() ?? "-";
        Assert.Equal(expected, $"{ns.Verdict} {who} {ns.DeniedBy?.Name ?? "-"} {ns.RegularControl}");
        Assert.Equal(control == RegularControl.Denied, ns.RegularControlDeniedBy is not null);
        // Every explanation must hold for every real answer.
        Assert.NotEmpty(NamespaceExplanation.Cause(ns));
        Assert.Equal(ns.Verdict is Verdict.Protected or Verdict.Blocked || ns.UnknownBecause == UnknownReason.NoEligiblePod, NamespaceExplanation.Fix(ns) is null);
    }

    private static TargetPosture Judge(string name)
    {
        var (privileged, benign) = (Recording.Load(name + ".privileged"), Recording.Load(name + ".benign"));
        return TargetVerdict.Judge("web", "Pod/web", Recording.EphemeralName,
        [
            AnswerClassifier.Classify(privileged.Profile, privileged.ContainerName, privileged.Answer()),
            AnswerClassifier.Classify(benign.Profile, benign.ContainerName, benign.Answer()),
        ]);
    }
}
