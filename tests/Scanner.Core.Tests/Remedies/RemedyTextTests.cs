using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Remedies;

public sealed class RemedyTextTests
{
    private static readonly DeniedBy s_webhook = new(Layer.Webhook, "x.test", null, [], "no");
    private static readonly ObjectName s_binding = new("a", "b");

    /// <summary>One of each kind.</summary>
    public static IReadOnlyList<Remedy> All { get; } =
    [
        new Remedy.EnforceBaseline("a"),
        new Remedy.DenyByPolicy(["a"]),
        new Remedy.CloseMeanwhile(new Remedy.ExtendPolicy(s_webhook), new Remedy.DenyByPolicy(["a"])),
        new Remedy.EndExemption("the Config of Gatekeeper"),
        new Remedy.ExtendPolicy(s_webhook),
        new Remedy.ExtendToPod(s_webhook, "a", "web"),
        new Remedy.RepairWebhook("x.test"),
        new Remedy.RepairPolicy(s_webhook with { Layer = Layer.ValidatingAdmissionPolicy }),
        new Remedy.ReplacePod("a", "web"),
        new Remedy.DeleteBinding(s_binding),
        new Remedy.Withdraw(s_binding, Subject.User("u"), 1, GrantCost.None),
        new Remedy.NarrowGrant(new RbacGrant(null, AddVerbs.Patch, null, s_binding, s_binding), Subject.User("u")),
        new Remedy.StopAggregation(new AggregatedSource("r", ["edit"], [])),
        new Remedy.GrantPermission(MissingPermission.ToControl),
        new Remedy.GrantProbing(),
        new Remedy.RenewCredentials(),
        new Remedy.ReviewException(Expired: true),
        new Remedy.AllowMoreTime(),
        new Remedy.AsTold(new Advice("as it was told"), new Advice("as it was told of any")),
        new Remedy.EnableProbing(),
        new Remedy.RaiseFence(),
        new Remedy.AskCluster("a"),
        new Remedy.AskAgain("a"),
        new Remedy.ExtendCoverage(new PolicyCoverage(EngineNames.ValidatingAdmissionPolicy, "ValidatingAdmissionPolicy", "", "p") { Coverage = CoverageKind.NotMatched, Reason = "r" }),
        new Remedy.EnforcePolicy(new PolicyCoverage(EngineNames.Gatekeeper, "K8sNoPrivileged", "", "p") { Coverage = CoverageKind.Covered, Reason = "r" }),
        new Remedy.Upgrade(new OutdatedVersion("Gatekeeper", "3.8.0", "3.9.0", "w", "", true)),
        new Remedy.CloseWebhook(new OpenWebhook("c", "w", 0, IsUnanswered: false)),
        new Remedy.Nothing(UnknownReason.NoPods),
    ];

    [Fact]
    public void Of_EveryKindOfRemedy_HasWordsOfItsOwn()
    {
        Assert.Equal(
            typeof(Remedy).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Remedy))).Select(t => t.Name).Order(),
            All.Select(r => r.GetType().Name).Order());
        Assert.Equal(All.Count, All.Select(RemedyText.Of).Distinct().Count());
    }

    /// <summary>Where it is known ready, the policy is given to apply; a patch that mends the one that is there needs no other.</summary>
    [Fact]
    public void Of_ClusterPolicyWithSuccessor_AppliesIt()
    {
        var policy = new PolicyCoverage(EngineNames.Kyverno, "ClusterPolicy", "", "p")
        {
            Coverage = CoverageKind.NotRead,
            Reason = "r",
            Successor = """{"kind":"ValidatingPolicy"}""",
        };
        var advice = RemedyText.Advise(new Remedy.ExtendCoverage(policy));
        Assert.Equal("""{"apiVersion":"v1","kind":"List","items":[{"kind":"ValidatingPolicy"}]}""", Assert.Single(advice.Commands).Input);
        Assert.EndsWith(ClusterPolicySuccessor.Ready, advice.Note, StringComparison.Ordinal);
        var patched = RemedyText.Advise(new Remedy.ExtendCoverage(policy with { Mends = [new ObjectPatch("clusterpolicies.kyverno.io", "", "p", "[]")] }));
        Assert.Null(Assert.Single(patched.Commands).Input);
        Assert.EndsWith(ClusterPolicySuccessor.Note, RemedyText.Advise(new Remedy.ExtendCoverage(policy with { Successor = null })).Note, StringComparison.Ordinal);
    }

    /// <summary>The worker has no such flags, and publishes these words too.</summary>
    [Fact]
    public void Of_RemediesAboutTheScanner_NameNoFlagAndNoCommandOfIt() => Assert.All(
        All.Where(r => r is Remedy.AllowMoreTime or Remedy.EnableProbing or Remedy.AskCluster or Remedy.AskAgain),
        r => Assert.DoesNotMatch("--|scanner ", RemedyText.Of(r)));

    [Theory]
    [InlineData(BaselineReason.NothingDenies, "")]
    [InlineData(BaselineReason.OnlyMutated, "deny it as well:\n")]
    [InlineData(BaselineReason.PodSecurityPolicyOnly, "PodSecurityPolicy never judges ephemeral containers, Pod Security does:\n")]
    public void Baseline_NothingViolatesIt_IsEnforced(BaselineReason because, string note) => Assert.Equal(
        note + "kubectl label --overwrite namespace a pod-security.kubernetes.io/enforce=baseline",
        RemedyText.Of(new Remedy.EnforceBaseline("a", because)));

    [Fact]
    public void Baseline_ReaderChoosesTheNamespace_StopsWhereItIsNotSet() => Assert.Equal(
        "kubectl label --overwrite namespace \"${NAMESPACE:?}\" pod-security.kubernetes.io/enforce=baseline",
        RemedyText.Of(new Remedy.EnforceBaseline("a").Anywhere()));

    /// <summary>What a command does and what somebody must do are told apart: prose in a shell is an accident.</summary>
    [Fact]
    public void Advise_EveryRemedy_HasProgramsForCommandsAndNoneInTheNote() => Assert.All(All.Select(RemedyText.Advise), advice =>
    {
        Assert.All(advice.Commands, c => Assert.Equal("kubectl", c.Words[0].Text));
        Assert.DoesNotMatch("kubectl (?!debug)", advice.Note);
        Assert.Equal(advice.Commands.IsEmpty ? advice.Note : advice.Shell, advice.ToString()[(advice.Commands.IsEmpty || advice.Note.Length == 0 ? 0 : advice.Note.Length + 2)..]);
    });
}
