using Scanner.Core.Cluster;

namespace Scanner.Core.Tests.Cluster;

public sealed class AdmissionKindsTests
{
    [Theory]
    [InlineData("admissionregistration.k8s.io", "validatingadmissionpolicybindings", true)]
    [InlineData("admissionregistration.k8s.io", "validatingadmissionpolicies/status", false)]
    [InlineData("kyverno.io", "clusterpolicies", true)]
    [InlineData("kyverno.io", "admissionreports", false)]
    [InlineData("constraints.gatekeeper.sh", "k8spspprivilegedcontainer", true)]
    [InlineData("constraints.gatekeeper.sh", "k8spspprivilegedcontainer/status", false)]
    [InlineData("apps", "deployments", false)]
    public void Find_Resource_IsWhatDecidesAboutAdmission(string group, string resource, bool expected) =>
        Assert.Equal(expected, AdmissionKinds.Find(group, resource) is not null);

    [Fact]
    public void Find_ConstraintTemplate_MakesAKind()
    {
        Assert.True(AdmissionKinds.Find("templates.gatekeeper.sh", "constrainttemplates")!.MakesKinds);
        Assert.False(AdmissionKinds.Find("config.gatekeeper.sh", "configs")!.MakesKinds);
        Assert.True(AdmissionKinds.IsGroup("templates.gatekeeper.sh"));
        Assert.False(AdmissionKinds.IsGroup("batch"));
    }

    /// <summary>What is watched is what a prediction from files respects, and the other way round.</summary>
    [Fact]
    public void CanDecide_EveryKindThatIsWatched_AndNoOtherOfItsGroup()
    {
        Assert.All(AdmissionKinds.All, k => Assert.True(AdmissionKinds.CanDecide(new KindCount(k.Group + "/v1", k.Kind == AdmissionKinds.Every ? "Any" : k.Kind, 1))));
        Assert.False(AdmissionKinds.CanDecide(new KindCount("kyverno.io/v2", "ClusterCleanupPolicy", 1)));
        Assert.False(AdmissionKinds.CanDecide(new KindCount("policies.kubewarden.io/v1", "PolicyServer", 1)));
        Assert.False(AdmissionKinds.CanDecide(new KindCount("status.gatekeeper.sh/v1beta1", "ConstraintPodStatus", 1)));
    }

    [Fact]
    public void All_ResourcesAndKinds_AreNamedOnceEach()
    {
        Assert.Equal(AdmissionKinds.All.Length, AdmissionKinds.All.DistinctBy(k => (k.Group, k.Resource)).Count());
        Assert.Equal(AdmissionKinds.All.Length, AdmissionKinds.All.DistinctBy(k => (k.Group, k.Kind)).Count());
    }
}
