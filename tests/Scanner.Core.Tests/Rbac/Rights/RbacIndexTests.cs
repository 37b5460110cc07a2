using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

/// <summary>What holds of any roles and bindings, in whatever order they come and go.</summary>
public sealed class RbacIndexTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    /// <summary>Hundreds of changes, one at a time, against an evaluation from nothing.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Posture_AfterAnyChanges_IsThatOfWhatIsThere(int seed)
    {
        var random = new RandomRbac(seed);
        var index = new RbacIndex();
        index.Know(roles: true, bindings: true, serviceAccounts: true);
        Dictionary<ObjectName, RoleFacts> roles = [];
        Dictionary<ObjectName, BindingFacts> bindings = [];
        HashSet<ObjectName> accounts = [];
        for (var step = 0; step < 60; step++)
        {
            Change(random, index, roles, bindings, accounts);
            if (random.Next(3) == 0)
                AssertSame(FromScratch(roles.Values, bindings.Values, accounts), index.Posture());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Posture_AnyOrder_IsTheSame(int seed)
    {
        var random = new RandomRbac(seed);
        var roles = Enumerable.Range(0, 8).Select(_ => random.Role()).DistinctBy(r => r.Name).ToList();
        var bindings = Enumerable.Range(0, 10).Select(_ => random.Binding()).DistinctBy(b => b.Name).ToList();
        var one = FromScratch(roles, bindings, []);
        var other = FromScratch(random.Shuffle(roles), random.Shuffle(bindings), []);
        AssertSame(one, other);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Posture_ARuleMore_TakesNoRightAway(int seed)
    {
        var random = new RandomRbac(seed);
        var roles = Enumerable.Range(0, 8).Select(_ => random.Role()).DistinctBy(r => r.Name).ToList();
        var bindings = Enumerable.Range(0, 10).Select(_ => random.Binding()).DistinctBy(b => b.Name).ToList();
        var before = FromScratch(roles, bindings, []);
        var i = random.Next(roles.Count);
        roles[i] = roles[i] with { Rules = [.. roles[i].Rules, random.Rule()] };
        var after = FromScratch(roles, bindings, []);
        foreach (var (subject, rights) in before.Subjects)
        {
            foreach (var grant in rights.Grants)
                Assert.True(Covers(after.Subjects[subject], grant), $"{subject} lost {grant}");
        }
    }

    [Fact]
    public void Posture_OneBindingOfManyChanges_OnlyItsSubjectsAreEvaluated()
    {
        var index = new RbacIndex();
        index.SetRole(Debug);
        for (var i = 0; i < 2000; i++)
            index.SetBinding(Binding($"b{i}", Subject.User($"u{i}")));
        index.Posture();
        var before = index.Evaluations;
        index.SetBinding(Binding("b7", Subject.User("u7"), Subject.Group("new")));
        Assert.Equal(2002, index.Posture().Subjects.Count);
        Assert.Equal(2, index.Evaluations - before);
    }

    /// <summary>What says the same again, as a watch that begins anew does, costs nothing.</summary>
    [Fact]
    public void Posture_NothingChanged_IsTheVerySame()
    {
        var index = new RbacIndex();
        index.SetRole(Debug);
        index.SetBinding(Binding("b", Subject.User("alice")));
        var before = index.Posture();
        index.SetRole(new RoleFacts(Debug.Name) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [])] });
        index.SetBinding(Binding("b", Subject.User("alice")));
        index.RemoveBinding(new ObjectName("a", "never there"));
        Assert.Same(before, index.Posture());
    }

    [Fact]
    public void Posture_NothingKnown_IsMastersAlone()
    {
        var masters = Assert.Single(new RbacIndex().Posture().Subjects.Values);
        Assert.Equal((Subject.Group("system:masters"), true, "none (built into the API server)"), (masters.Subject, masters.System, masters.Grants[0].BindingText));
        Assert.True(masters.IsClusterWide);
    }

    [Fact]
    public void Posture_RoleComesAfterItsBinding_DanglesUntilThen()
    {
        var index = new RbacIndex();
        index.SetBinding(Binding("b", Subject.User("alice"), Subject.ServiceAccount("a", "gone")));
        index.Know(roles: true, bindings: true, serviceAccounts: true);
        Assert.Equal(new DanglingBinding(new("a", "b"), new(null, "debug"), RoleIsAbsent: true, null), Assert.Single(index.Posture().Dangling));
        index.SetRole(Debug);
        Assert.Equal(
            new DanglingBinding(new("a", "b"), new(null, "debug"), RoleIsAbsent: false, Subject.ServiceAccount("a", "gone"), 1), Assert.Single(index.Posture().Dangling));
        index.SetServiceAccount(new ObjectName("a", "gone"));
        Assert.Empty(index.Posture().Dangling);
    }

    /// <summary>What could not be listed is not absent.</summary>
    [Fact]
    public void Posture_ListsAreIncomplete_NothingDangles()
    {
        var index = new RbacIndex();
        index.SetBinding(Binding("b", Subject.User("alice"), Subject.ServiceAccount("a", "gone")));
        index.Know(roles: false, bindings: true, serviceAccounts: false);
        Assert.Empty(index.Posture().Dangling);
        index.SetRole(Debug);
        Assert.Empty(index.Posture().Dangling);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Posture_ListsAreIncomplete_IsNotWhole(bool roles, bool bindings, bool whole)
    {
        var index = new RbacIndex();
        Assert.True(index.Posture().IsWhole);
        index.Know(roles, bindings, serviceAccounts: false);
        Assert.Equal(whole, index.Posture().IsWhole);
    }

    /// <summary>A watch that tells of what concerns nobody need wake nobody.</summary>
    [Fact]
    public void IsCurrent_AccountThatNoBindingNames_StaysSo()
    {
        var index = new RbacIndex();
        index.SetRole(Debug);
        index.SetBinding(Binding("b", Subject.ServiceAccount("a", "named")));
        index.Posture();
        index.SetServiceAccount(new ObjectName("a", "other"));
        Assert.True(index.IsCurrent);
        index.SetServiceAccount(new ObjectName("a", "named"));
        Assert.False(index.IsCurrent);
    }

    /// <summary>A standby follows everything for months and evaluates nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Waiting_NobodyAsks_IsWhatIsThere(bool askedBefore)
    {
        var index = new RbacIndex();
        index.SetRole(Debug);
        index.SetRole(new RoleFacts(new ObjectName(null, "edit")) { Rules = [new(["impersonate"], [""], ["serviceaccounts"], [])] });
        index.SetBinding(Binding("b", Subject.User("alice")));
        index.SetBinding(new BindingFacts(new ObjectName("a", "edit"), new RoleReference(true, "edit"), [Subject.Group("team")]));
        if (askedBefore)
            index.Posture();
        var before = index.Waiting;
        for (var i = 0; i < 100; i++)
        {
            var (ns, account) = ($"short-lived-{i}", Subject.ServiceAccount($"short-lived-{i}", "robot"));
            var own = new BindingFacts(new ObjectName(ns, "own"), new RoleReference(false, "own"), [account, Subject.User($"u{i}")]);
            var dangling = new BindingFacts(new ObjectName(ns, "dangling"), new RoleReference(true, "never there"), [account]);
            index.SetRole(new RoleFacts(new ObjectName(ns, "own")) { Rules = Debug.Rules });
            index.SetBinding(own);
            index.SetBinding(own with { Subjects = [account, Subject.Group($"g{i}"), Subject.Group("system:masters")] });
            index.SetBinding(dangling);
            index.RemoveBinding(dangling.Name);
            if (i % 2 == 0)
                index.RemoveRole(new ObjectName(ns, "own"));
            index.RemoveBinding(own.Name);
            index.RemoveRole(new ObjectName(ns, "own"));
        }

        // The one that has the right without a binding was bound too.
        Assert.InRange(index.Waiting, before, before + 1);
        var posture = index.Posture();
        Assert.Equal([Subject.User("alice"), Subject.Group("system:masters")], posture.Subjects.Keys);
        Assert.Empty(posture.Dangling);
        Assert.Equal(0, index.Waiting);
    }

    /// <summary>What was told is taken back, however often it came and went since.</summary>
    [Fact]
    public void RemoveBinding_WhatWasTold_IsTakenBack()
    {
        var index = new RbacIndex();
        index.SetRole(Debug);
        index.SetRole(new RoleFacts(new ObjectName(null, "edit")) { Rules = [new(["impersonate"], [""], ["serviceaccounts"], [])] });
        BindingFacts[] bindings =
        [
            Binding("b", Subject.ServiceAccount("a", "robot")),
            new(new ObjectName("a", "edit"), new RoleReference(true, "edit"), [Subject.User("bob")]),
            new(new ObjectName("a", "dangling"), new RoleReference(true, "never there"), [Subject.User("carol")]),
        ];
        Array.ForEach(bindings, index.SetBinding);
        var told = index.Posture();
        Assert.Equal((2, 1, 1), (told.Subjects.Count, told.Escalations.Count, told.Dangling.Length));
        for (var i = 0; i < 2; i++)
        {
            Array.ForEach(bindings, index.SetBinding);
            Array.ForEach(bindings, b => index.RemoveBinding(b.Name));
        }

        var left = index.Posture();
        Assert.Equal((1, 0, 0), (left.Subjects.Count, left.Escalations.Count, left.Dangling.Length));
    }

    private static RoleFacts Debug { get; } = new(new ObjectName(null, "debug")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [])] };

    private static BindingFacts Binding(string name, params ReadOnlySpan<Subject> subjects) =>
        new(new ObjectName("a", name), new RoleReference(true, "debug"), [.. subjects]);

    private static void Change(
        RandomRbac random, RbacIndex index, Dictionary<ObjectName, RoleFacts> roles, Dictionary<ObjectName, BindingFacts> bindings, HashSet<ObjectName> accounts)
    {
        switch (random.Next(6))
        {
            case 0 or 1:
                var role = random.Role();
                index.SetRole(roles[role.Name] = role);
                break;
            case 2 when roles.Count > 0:
                var gone = roles.Keys.ElementAt(random.Next(roles.Count));
                roles.Remove(gone);
                index.RemoveRole(gone);
                break;
            case 3 when bindings.Count > 0:
                var unbound = bindings.Keys.ElementAt(random.Next(bindings.Count));
                bindings.Remove(unbound);
                index.RemoveBinding(unbound);
                break;
            case 4:
                var account = new ObjectName($"n{random.Next(3)}", $"sa{random.Next(2)}");
                if (accounts.Add(account))
                    index.SetServiceAccount(account);
                else if (accounts.Remove(account))
                    index.RemoveServiceAccount(account);
                break;
            default:
                var binding = random.Binding();
                index.SetBinding(bindings[binding.Name] = binding);
                break;
        }
    }

    private static RbacPosture FromScratch(IEnumerable<RoleFacts> roles, IEnumerable<BindingFacts> bindings, IEnumerable<ObjectName> accounts)
    {
        var index = new RbacIndex();
        foreach (var binding in bindings)
            index.SetBinding(binding);
        foreach (var role in roles)
            index.SetRole(role);
        foreach (var account in accounts)
            index.SetServiceAccount(account);
        index.Know(roles: true, bindings: true, serviceAccounts: true);
        return index.Posture();
    }

    private static void AssertSame(RbacPosture expected, RbacPosture actual)
    {
        Assert.Equal(expected.Subjects.Values, actual.Subjects.Values);
        Assert.Equal(expected.Escalations.Values.SelectMany(e => e), actual.Escalations.Values.SelectMany(e => e));
        Assert.Equal(expected.Dangling.AsEnumerable(), actual.Dangling);
        Assert.Equal(expected.Aggregated.AsEnumerable(), actual.Aggregated);
    }

    private static bool Covers(RbacSubject subject, RbacGrant grant) =>
        Enum.GetValues<AddVerbs>().Where(v => v != AddVerbs.None && grant.Verbs.HasFlag(v)).All(verb => (grant.Pods ?? ["any pod"]).All(pod =>
            subject.Grants.Any(g => g.Binding == grant.Binding && g.Namespace == grant.Namespace && g.Verbs.HasFlag(verb)
                && (g.Pods is not { } pods || (grant.Pods is not null && pods.Contains(pod))))));
}
