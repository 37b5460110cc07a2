using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Core.Tests.Admission.Verdicts;

public sealed class VerdictPredictionTests
{
    [Theory]
    [InlineData(null, Verdict.Unprotected)]
    [InlineData(PodSecurityLevel.Privileged, Verdict.Unprotected)]
    [InlineData(PodSecurityLevel.Baseline, Verdict.Protected)]
    [InlineData(PodSecurityLevel.Restricted, Verdict.Protected)]
    public void Of_NothingElseDecides_GoesByTheLabel(PodSecurityLevel? enforce, Verdict expected) =>
        Assert.Equal(expected, VerdictPrediction.Of(new NamespaceFacts("a", false, enforce), [new KindCount("apps/v1", "Deployment", 3)]).Verdict);

    [Theory]
    [InlineData("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", true)]
    [InlineData("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicyBinding", true)]
    [InlineData("kyverno.io/v1", "ClusterPolicy", true)]
    [InlineData("policies.kyverno.io/v1alpha1", "ValidatingPolicy", true)]
    [InlineData("constraints.gatekeeper.sh/v1beta1", "K8sPSPPrivilegedContainer", true)]
    [InlineData("policies.kubewarden.io/v1", "ClusterAdmissionPolicy", true)]
    [InlineData("security.openshift.io/v1", "SecurityContextConstraints", true)]
    [InlineData("apps/v1", "Deployment", false)]
    [InlineData("example.com/v1", "ValidatingWebhookConfiguration", false)]
    [InlineData("notkyverno.io/v1", "ClusterPolicy", false)]
    [InlineData("v1", "Service", false)]
    public void Of_UnlabelledBesideAnObject_ForetellsOnlyWhereItCannotDecide(string apiVersion, string kind, bool decides)
    {
        var prediction = VerdictPrediction.Of(new NamespaceFacts("a"), [new KindCount(apiVersion, kind, 1)]);
        Assert.Equal(decides ? Verdict.Unknown : Verdict.Unprotected, prediction.Verdict);
        Assert.Equal(decides, prediction.Because.Contains(kind, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_EnforcedBesideAWebhook_IsProtectedAllTheSame() => Assert.Equal(
        Verdict.Protected,
        VerdictPrediction.Of(new NamespaceFacts("a", false, PodSecurityLevel.Baseline), [new KindCount("kyverno.io/v1", "Policy", 1)]).Verdict);

    [Fact]
    public void Of_NamespaceObjectAbsent_IsUnknown()
    {
        var prediction = VerdictPrediction.Of(null, []);
        Assert.Equal(Verdict.Unknown, prediction.Verdict);
        Assert.Contains("the Namespace object is not in the input", prediction.Because, StringComparison.Ordinal);
    }
}
