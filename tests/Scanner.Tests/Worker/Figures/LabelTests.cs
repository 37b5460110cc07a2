using Scanner.Worker.Figures;

namespace Scanner.Tests.Worker.Figures;

/// <summary>Labels have a closed set of values, whatever a cluster serves and whatever answers.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData("", "pods", "pods")]
    [InlineData("", "pods/ephemeralcontainers", "pods/ephemeralcontainers")]
    [InlineData("", "discovery", "discovery")]
    [InlineData("rbac.authorization.k8s.io", "roles", "roles.rbac.authorization.k8s.io")]
    [InlineData("admissionregistration.k8s.io", "validatingwebhookconfigurations", "validatingwebhookconfigurations.admissionregistration.k8s.io")]
    [InlineData("kyverno.io", "clusterpolicies", "clusterpolicies.kyverno.io")]
    [InlineData("constraints.gatekeeper.sh", "k8spspprivileged", "*.constraints.gatekeeper.sh")]
    [InlineData("constraints.gatekeeper.sh", "anything", "*.constraints.gatekeeper.sh")]
    [InlineData("kyverno.io", "updaterequests", "other")]
    [InlineData("", "secrets", "other")]
    [InlineData("example.com", "pods", "other")]
    public void Resource_IsOneOfAClosedSet(string group, string resource, string label) => Assert.Equal(label, ResourceLabel.Of(group, resource));

    [Theory]
    [InlineData("200", "200")]
    [InlineData("429", "429")]
    [InlineData("timeout", "timeout")]
    [InlineData("418", "other")]
    [InlineData("999", "other")]
    public void Code_IsOneOfAClosedSet(string code, string label) => Assert.Equal(label, CodeLabel.Of(code));
}
