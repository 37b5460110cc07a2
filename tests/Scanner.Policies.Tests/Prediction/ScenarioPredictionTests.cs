using System.Text.Json;
using Scanner.Fixtures;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Decisions;
using Scanner.Policies.PodSecurity;
using Scanner.Policies.Prediction;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Tests.Prediction;

/// <summary>What is predicted for the sample cluster beside what a real server of 1.36 answered to probes of it.</summary>
public sealed class ScenarioPredictionTests
{
    private static readonly RequestUser s_user = new("admin", ["system:masters", "system:authenticated"]);

    private static readonly ProbePrediction s_prediction = new(
        new AdmissionChain([
            new PodSecurityPolicy(36),
            .. ValidatingPolicyEngine.Compile(Recorded.Cluster, 36),
            .. WebhookEngine.Compile(WebhookRegistry.Of(Recorded.Cluster, 36))]),
        s_user,
        "registry.k8s.io/pause:3.10");

    /// <summary>Where a webhook that nobody knows is called the answer is its own; everywhere else it is predicted.</summary>
    private static readonly string[] s_opaque =
    [
        "hook-deny", "hook-blind", "hook-deny-ephemeral", "hook-strip", "hook-warn", "hook-down-fail", "hook-down-ignore", "hook-timeout-fail", "hook-error-fail",
    ];

    [Fact]
    public void EveryVerdict_IsThatOfTheProbes()
    {
        var expected = ScenarioVerdicts.For(admissionPolicies: true).Where(v => !v.Value.StartsWith("Unknown", StringComparison.Ordinal)).ToList();
        Assert.All(expected, e =>
        {
            var predicted = Predict(e.Key);
            var verdict = e.Value.Split(' ')[0];
            var isOpaque = s_opaque.Contains(e.Key);
            Assert.Equal(isOpaque ? "Unknown" : verdict, predicted.Verdict.Verdict.ToString());
            if (!isOpaque && e.Key != "hook-gap")
                Assert.Equal(e.Value.Split(' ')[^1], predicted.Control.ToString());
        });
    }

    [Theory]
    [InlineData("vap-deny", "ValidatingAdmissionPolicy no-privileged (no-privileged): privileged containers are not allowed")]
    [InlineData("vap-gap", "none of 16 policies denies a privileged ephemeral container, and none takes privileged away")]
    [InlineData("hook-deny", "ValidatingWebhookConfiguration hook-deny (hook-deny.scenario.test) decides, and depends on what is not known: what the webhook hook-deny.scenario.test would say")]
    [InlineData("psa-pinned", "Namespace pod-security.kubernetes.io (enforce): violates PodSecurity \"baseline:v1.25\": privileged (container \"ephemeral-scanner-probe-xxxxx\" must not set securityContext.privileged=true)")]
    public void Because_NamesWhatDecides(string space, string expected) => Assert.Equal(expected, Predict(space).Verdict.Because);

    /// <summary>A namespace without pods is asked about one that is made up.</summary>
    [Fact]
    public void NamespaceWithoutPods_IsPredicted() => Assert.Equal("Unprotected", Predict("empty").Verdict.Verdict.ToString());

    [Fact]
    public void LabelsNotKnown_AreUnknown()
    {
        var predicted = s_prediction.Of("elsewhere", new Dictionary<string, string>(), areLabelsKnown: false, []);
        Assert.Equal(("Unknown", true), (predicted.Verdict.Verdict.ToString(), predicted.Verdict.Because.Contains("the labels of namespace elsewhere", StringComparison.Ordinal)));
    }

    private static PredictedNamespace Predict(string space)
    {
        var item = Recorded.Cluster.Find("", "Namespace", "", space)!.Value;
        var pods = Recorded.Pods.Where(p => p.GetProperty("metadata").GetProperty("namespace").GetString() == space);
        return s_prediction.Of(space, AdmissionRequest.LabelsOf(item), areLabelsKnown: true, pods);
    }
}
