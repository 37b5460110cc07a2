using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>
/// Runs every kind of remediation as its reader would, and asks the server what has changed: nobody may have more rights than before but the
/// one that is told, and no door may stand wider open.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class RemedyExecutionTests(ClusterPool clusters)
{
    private const string Hostile = "x $(touch PLANTED) '\"`!";

    private static readonly ObjectName s_wide = new(null, RemedyGround.Wide);
    private static readonly Subject s_user = Subject.User("fix-user");
    private static readonly Subject s_group = Subject.Group("CN=Fix Team,OU=Groups");
    private static readonly Subject s_account = Subject.ServiceAccount(RemedyGround.Namespace, "fixer");

    private static readonly ObjectPatch s_patch = new(
        "validatingadmissionpolicies.admissionregistration.k8s.io", "", "fix-policy",
        """[{"op":"test","path":"/spec/validations/0/expression","value":"true"},{"op":"add","path":"/spec/validations/0/message","value":"it's $(touch PLANTED)"}]""");

    /// <summary>Remedies by name; the right that must be gone, that must be left and that may come, as <c>VERB RESOURCE NAMESPACE</c> of the user.</summary>
    private static readonly Dictionary<string, RemedyCase> s_cases = new()
    {
        ["EnforceBaseline"] = new(new Remedy.EnforceBaseline(RemedyGround.Namespace)) { Shuts = true },
        ["EnforceBaseline chosen"] = new(new Remedy.EnforceBaseline(null)) { Shuts = true },
        ["EnforceBaseline warn"] = new(new Remedy.EnforceBaseline(RemedyGround.Namespace) { Violating = new PodSample(["agent"], 1) }),
        ["DenyByPolicy"] = new(new Remedy.DenyByPolicy([RemedyGround.Namespace])) { Shuts = true, NeedsPolicies = true },
        ["CloseMeanwhile"] = new(new Remedy.CloseMeanwhile(new Remedy.ExtendPolicy(new DeniedBy(Layer.Webhook, "x.test", null, [], "no")), new Remedy.DenyByPolicy([RemedyGround.Namespace]))) { Shuts = true, NeedsPolicies = true },
        ["ReplacePod"] = new(new Remedy.ReplacePod(RemedyGround.Namespace, "debugged")),
        ["ExtendToPod"] = new(new Remedy.ExtendToPod(new DeniedBy(Layer.Webhook, "validate.kyverno.svc-fail", null, ["p"], "no"), RemedyGround.Namespace, "debugged")),
        ["ExtendPolicy"] = new(new Remedy.ExtendPolicy(new DeniedBy(Layer.ValidatingAdmissionPolicy, "fix-policy", null, [], "no"))) { NeedsPolicies = true },
        ["ExtendCoverage"] = new(new Remedy.ExtendCoverage(Policy("fix-policy", CoverageKind.NotMatched))) { NeedsPolicies = true },
        ["ExtendCoverage tried"] = new(new Remedy.ExtendCoverage(Policy("fix-policy", CoverageKind.NotMatched) with { Mends = [s_patch] })) { NeedsPolicies = true },
        ["EnforcePolicy"] = new(new Remedy.EnforcePolicy(Policy("fix-policy", CoverageKind.Covered))) { NeedsPolicies = true },
        ["DeleteBinding"] = new(new Remedy.DeleteBinding(new ObjectName(RemedyGround.Namespace, Hostile))) { Binds = [(RemedyGround.Namespace, Hostile, [s_user])], Gone = "patch default" },
        ["Withdraw"] = new(new Remedy.Withdraw(s_wide, s_user, null, GrantCost.None)) { Binds = [(null, RemedyGround.Wide, [s_user])], Gone = "patch open" },
        ["Withdraw of many"] = new(new Remedy.Withdraw(s_wide, s_user, 1, GrantCost.None)) { Binds = [(null, RemedyGround.Wide, [s_group, s_user, s_account])], Gone = "patch open" },
        ["NarrowGrant"] = Narrow(s_user, null),
        ["NarrowGrant group"] = Narrow(s_group, null),
        ["NarrowGrant account"] = Narrow(s_account, null),
        ["NarrowGrant of many"] = Narrow(s_group, 0, s_group, s_user),
        ["StopAggregation"] = new(new Remedy.StopAggregation(new AggregatedSource(RemedyGround.Source, ["edit"], [RemedyGround.Label]))),
        ["StopAggregation itself"] = new(new Remedy.StopAggregation(new AggregatedSource(RemedyGround.Source, ["edit"], []))),
    };

    private static readonly string[] s_words =
        ["RepairPolicy", "RepairWebhook", "GrantPermission", "GrantProbing", "RenewCredentials", "RaiseFence", "ReviewException", "AllowMoreTime", "EnableProbing", "AskCluster", "AskAgain", "AsTold", "Nothing", "Upgrade", "CloseWebhook", "EndExemption"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in s_cases.Keys)
            {
                data.Add("1.36", name);
                data.Add(ClusterPool.Real, name);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Run_AsItsReaderWould_MendsAndGivesNobodyMore(string kind, string name)
    {
        var cluster = await clusters.GetAsync(kind);
        var test = s_cases[name];
        Skip.If(test.NeedsPolicies && !cluster.AdmissionPolicies, "the server has no admission policies");
        using var shell = RemedyShell.Find(cluster);
        await using var ground = await RemedyGround.LayAsync(cluster, test.Binds);
        var before = await ground.RightsAsync([s_user, s_group, s_account]);
        var open = await ground.IsOpenAsync();

        var (code, output) = await shell.RunAsync(RemedyText.Advise(test.Remedy).Shell, RemedyGround.Namespace);

        Assert.True(code == 0, output);
        if (test.Gone is { } gone)
            await ground.UntilAsync(async () => !(await ground.RightsAsync([test.Who])).Contains($"{test.Who} {gone}"));
        if (test.Shuts)
            await ground.UntilAsync(async () => !await ground.IsOpenAsync());
        var after = await ground.RightsAsync([s_user, s_group, s_account]);
        Assert.Empty(after.Except(before).Except(test.Comes));
        Assert.Empty(test.Stays.Except(after));
        Assert.True(open || !await ground.IsOpenAsync());
        Assert.False(File.Exists(Path.Combine(shell.Folder, "PLANTED")));
    }

    /// <summary>A namespace that nobody chose is not any namespace: the wide right stays until somebody has the narrow one.</summary>
    [SkippableTheory]
    [InlineData("1.36")]
    [InlineData(ClusterPool.Real)]
    public async Task Run_NoNamespaceChosen_ChangesNothing(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var shell = RemedyShell.Find(cluster);
        var test = s_cases["NarrowGrant"];
        await using var ground = await RemedyGround.LayAsync(cluster, test.Binds);
        var before = await ground.RightsAsync([s_user]);
        var (code, output) = await shell.RunAsync(RemedyText.Advise(test.Remedy).Shell, ns: null);
        Assert.NotEqual(0, code);
        Assert.Contains("NAMESPACE", output, StringComparison.Ordinal);
        Assert.Equal(before, await ground.RightsAsync([s_user]));
    }

    [Fact]
    public void Cases_EveryKindOfRemedy_IsRunOrHasNoCommand() => Assert.Equal(
        typeof(Remedy).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Remedy))).Select(t => t.Name).Order(),
        s_cases.Keys.Select(k => k.Split(' ')[0]).Distinct().Concat(s_words).Order());

    private static PolicyCoverage Policy(string name, CoverageKind coverage) =>
        new(EngineNames.ValidatingAdmissionPolicy, "ValidatingAdmissionPolicy", "", name) { Coverage = coverage, Reason = "tried" };

    private static RemedyCase Narrow(Subject who, int? index, params Subject[] subjects)
    {
        var grant = new RbacGrant(null, AddVerbs.Patch, null, s_wide, new ObjectName(null, RemedyGround.Wide), SharedIndex: index);
        return new(new Remedy.NarrowGrant(grant, who))
        {
            Who = who,
            Binds = [(null, RemedyGround.Wide, subjects.Length == 0 ? [who] : subjects)],
            Gone = "patch open",
            Stays = [$"{who} patch default"],
            Comes = [$"{who} get default"],
        };
    }
}
