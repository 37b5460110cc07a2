using Scanner.Core.Admission.Answers;
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
        new Remedy.ExtendPolicy(s_webhook),
        new Remedy.ExtendToPod(s_webhook, "a", "web"),
        new Remedy.RepairWebhook("x.test"),
        new Remedy.RepairPolicy(s_webhook with { Layer = Layer.ValidatingAdmissionPolicy }),
        new Remedy.ReplacePod("a", "web"),
        new Remedy.DeleteBinding(s_binding),
        new Remedy.RemoveSubject(s_binding, Subject.User("u"), 1),
        new Remedy.NarrowGrant(new RbacGrant(null, AddVerbs.Patch, null, s_binding, s_binding), Subject.User("u")),
        new Remedy.StopAggregation(new AggregatedSource("r", ["edit"], "")),
        new Remedy.GrantPermission(MissingPermission.ToControl),
        new Remedy.GrantProbing(),
        new Remedy.RenewCredentials(),
        new Remedy.ReviewException(Expired: true),
        new Remedy.AllowMoreTime(),
        new Remedy.EnableProbing(),
        new Remedy.AskCluster("a"),
        new Remedy.AskAgain("a"),
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

    /// <summary>The worker has no such flags, and publishes these words too.</summary>
    [Fact]
    public void Of_RemediesAboutTheScanner_NameNoFlagAndNoCommandOfIt() => Assert.All(
        All.Where(r => r is Remedy.AllowMoreTime or Remedy.EnableProbing or Remedy.AskCluster or Remedy.AskAgain),
        r => Assert.DoesNotMatch("--|scanner ", RemedyText.Of(r)));

    [Theory]
    [InlineData(BaselineReason.NothingDenies, "enforce Pod Security baseline")]
    [InlineData(BaselineReason.OnlyMutated, "deny it as well: enforce Pod Security baseline")]
    [InlineData(BaselineReason.PodSecurityPolicyOnly, "PodSecurityPolicy never judges ephemeral containers: enforce Pod Security baseline")]
    public void Brief_LongCommand_IsAFewWords(BaselineReason because, string expected)
    {
        var remedy = new Remedy.EnforceBaseline("a", because);
        Assert.Equal(expected, RemedyText.Brief(remedy));
        Assert.Equal(
            expected.Replace("enforce Pod Security baseline", "kubectl label --overwrite namespace a pod-security.kubernetes.io/enforce=baseline", StringComparison.Ordinal),
            RemedyText.Of(remedy));
    }

    [Theory]
    [InlineData("web-0", "web-0")]
    [InlineData("system:serviceaccounts:a", "system:serviceaccounts:a")]
    [InlineData("", "''")]
    [InlineData("-n", "'-n'")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("a\nb", "'a\nb'")]
    public void Word_AnyName_IsOneWordOfTheShell(string name, string expected) => Assert.Equal(expected, ShellText.Word(name));
}
