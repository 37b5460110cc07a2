using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Tests.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Escalations;

/// <summary>Rights that one subject holds in very many namespaces are found to be steps without holding each against all.</summary>
public sealed class EscalationFinderTests
{
    private const int Namespaces = 40;
    private const string Api = "rbac.authorization.k8s.io";

    private static readonly Subject s_sre = Subject.Group("sre");
    private static readonly PolicyRuleFacts s_debug = new(["patch"], [""], ["pods/ephemeralcontainers"], []);
    private static readonly PolicyRuleFacts s_binds = new(["bind", "create", "update"], [Api], ["roles", "clusterroles", "rolebindings"], []);
    private static readonly PolicyRuleFacts s_everything = new(["*"], ["*"], ["*"], []);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Find_AnyRights_IsWhatEveryPairOfThemMakes(int seed)
    {
        var random = new RandomRbac(seed);
        var roles = Enumerable.Range(0, 12).Select(_ => random.Role()).DistinctBy(r => r.Name).Append(Stepping(random)).DistinctBy(r => r.Name).ToList();
        var bindings = Enumerable.Range(0, 30).Select(_ => random.Binding()).DistinctBy(b => b.Name).ToList();
        AssertEveryPair(roles, bindings, bindings.SelectMany(b => b.Subjects).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Find_RightsInEveryNamespace_IsWhatEveryPairOfThemMakes(bool covers)
    {
        var (roles, bindings) = Everywhere(covers ? s_everything : s_binds);
        AssertEveryPair(roles, bindings, [s_sre]);
        var more = new BindingFacts(new ObjectName(null, "more"), new RoleReference(true, "sre"), [s_sre]);
        AssertEveryPair(roles, [.. bindings, more], [s_sre]);
    }

    /// <summary>A binding by which the right can be had is looked at once, in however many namespaces somebody may write one.</summary>
    [Fact]
    public void Refresh_RightsInEveryNamespace_BindingsAreReadOnce()
    {
        var (roles, bindings) = Everywhere(s_binds);
        var read = 0;
        var table = new HoldingsTable(role =>
        {
            read++;
            return bindings.Where(b => b.RoleName == role);
        });
        foreach (var role in roles)
            table.RoleGrants(role.Name, RoleContent.Of(role.Rules).AddsEphemeralContainers);
        table.Set(new EveryPair(roles, bindings).HoldingsOf(s_sre));
        table.Refresh();
        Assert.Equal(2 * Namespaces, Assert.Single(table.Escalations).Value.Length);
        Assert.Equal(roles.Count(r => RoleContent.Of(r.Rules).AddsEphemeralContainers), read);
        // What was read is not kept: bindings come and go.
        table.RoleGrants(new ObjectName(null, "debug"), grants: true);
        table.Refresh();
        Assert.Equal(2 * roles.Count(r => RoleContent.Of(r.Rules).AddsEphemeralContainers), read);
    }

    /// <summary>Who can do anything in every namespace gains nothing by binding a role there.</summary>
    [Fact]
    public void Refresh_EverythingInEveryNamespace_ReadsNoBindings()
    {
        var (roles, bindings) = Everywhere(s_everything);
        var read = 0;
        var table = new HoldingsTable(_ =>
        {
            read++;
            return [];
        });
        roles.ForEach(r => table.RoleGrants(r.Name, grants: true));
        table.Set(new EveryPair(roles, bindings).HoldingsOf(s_sre));
        table.Refresh();
        Assert.Empty(table.Escalations);
        Assert.Equal(0, read);
    }

    /// <summary>Whoever keeps what it made of each step has to make one anew, not one for each namespace.</summary>
    [Fact]
    public void Posture_OneStepOfManyChanges_KeepsTheOthers()
    {
        var index = new RbacIndex();
        var (roles, bindings) = Everywhere(s_binds);
        roles.ForEach(index.SetRole);
        bindings.ForEach(index.SetBinding);
        var before = index.Posture().Escalations[s_sre];
        index.SetBinding(new BindingFacts(new ObjectName("ns-07", "more"), new RoleReference(true, "debug"), [Subject.User("bob")]));
        var after = index.Posture().Escalations[s_sre];
        Assert.Equal(2 * Namespaces, after.Length);
        Assert.Equal(["ns-07", "ns-07"], after.Except(before, ReferenceEqualityComparer.Instance).Cast<Escalation>().Select(e => e.Namespace));
    }

    private static void AssertEveryPair(List<RoleFacts> roles, List<BindingFacts> bindings, IEnumerable<Subject> subjects)
    {
        var index = new RbacIndex();
        roles.ForEach(index.SetRole);
        bindings.ForEach(index.SetBinding);
        var (posture, pairs) = (index.Posture(), new EveryPair(roles, bindings));
        foreach (var subject in subjects.Where(s => s != KnownSubjects.Masters))
        {
            var found = posture.Escalations.GetValueOrDefault(subject, []).Where(e => e.How <= EscalationKind.CreateBindings);
            Assert.Equal(pairs.StepsOf(subject).AsEnumerable(), found);
        }
    }

    // So that steps are not rare.
    private static RoleFacts Stepping(RandomRbac random) => new(new ObjectName(random.Next(2) == 0 ? null : "n0", "r3"))
    {
        Rules = [new(["escalate", "bind", "create", "update"], [Api], ["roles", "clusterroles", "rolebindings", "clusterrolebindings"], random.Next(3) == 0 ? ["r0", "b1"] : [])],
    };

    /// <summary>One group bound to a role of <paramref name="rule"/> in each namespace, next to somebody who has the right.</summary>
    private static (List<RoleFacts> Roles, List<BindingFacts> Bindings) Everywhere(PolicyRuleFacts rule)
    {
        List<RoleFacts> roles = [new(new ObjectName(null, "sre")) { Rules = [rule] }, new(new ObjectName(null, "debug")) { Rules = [s_debug] }];
        List<BindingFacts> bindings = [];
        foreach (var ns in Enumerable.Range(0, Namespaces).Select(i => $"ns-{i:00}"))
        {
            roles.Add(new RoleFacts(new ObjectName(ns, "own")) { Rules = [s_debug] });
            bindings.Add(new BindingFacts(new ObjectName(ns, "sre"), new RoleReference(true, "sre"), [s_sre]));
            bindings.Add(new BindingFacts(new ObjectName(ns, "debugger"), new RoleReference(true, "debug"), [Subject.User("alice")]));
            bindings.Add(new BindingFacts(new ObjectName(ns, "own"), new RoleReference(false, "own"), [Subject.User("alice")]));
        }

        return (roles, bindings);
    }
}
