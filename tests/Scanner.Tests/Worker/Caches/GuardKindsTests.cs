using Scanner.Worker.Caches;

namespace Scanner.Tests.Worker.Caches;

public sealed class GuardKindsTests
{
    [Theory]
    [InlineData("admissionregistration.k8s.io", "validatingadmissionpolicybindings", true)]
    [InlineData("admissionregistration.k8s.io", "validatingadmissionpolicies/status", false)]
    [InlineData("kyverno.io", "clusterpolicies", true)]
    [InlineData("kyverno.io", "admissionreports", false)]
    [InlineData("constraints.gatekeeper.sh", "k8spspprivilegedcontainer", true)]
    [InlineData("constraints.gatekeeper.sh", "k8spspprivilegedcontainer/status", false)]
    [InlineData("apps", "deployments", false)]
    public void Contains_Resource_IsWhatDecidesAboutAdmission(string group, string resource, bool expected) =>
        Assert.Equal(expected, GuardKinds.Contains(group, resource));

    [Fact]
    public void BringsResources_ConstraintTemplate_MakesAKind()
    {
        Assert.True(GuardKinds.BringsResources("constrainttemplates"));
        Assert.False(GuardKinds.BringsResources("configs"));
        Assert.True(GuardKinds.IsGroup("templates.gatekeeper.sh"));
        Assert.False(GuardKinds.IsGroup("batch"));
    }
}
