using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Tests.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Exposures;

public sealed class ExposureFinderTests
{
    private static readonly RoleFacts s_debug = new(new ObjectName(null, "debug")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [])] };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_AfterAnyChanges_IsWhoHasAGrantThere(int seed)
    {
        var random = new RandomRbac(seed);
        var index = new RbacIndex();
        ExposureFinder? finder = null;
        for (var step = 0; step < 40; step++)
        {
            index.SetRole(random.Role());
            index.SetBinding(random.Binding());
            index.RemoveBinding(random.Binding().Name);
            var rbac = index.Posture();
            finder = new ExposureFinder(rbac, finder);
            foreach (var ns in new[] { "n0", "n1", "n2", "other" })
            {
                RbacSubject[] expected = [.. rbac.Subjects.Values.Where(s => !s.System && GrantsIn(s, ns).Any(g => !g.IsVoid))];
                Assert.Equal(expected, finder.Of(Open(ns))?.Subjects.ToArray() ?? []);
            }

            Assert.All(rbac.Subjects.Values, s => Assert.Equal(s.Grants.Any(g => g.Namespace is null && !g.IsVoid), s.IsClusterWide));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GrantsIn_AnyNamespace_AreThoseThatHoldThere(int seed)
    {
        var random = new RandomRbac(seed);
        var index = new RbacIndex();
        for (var i = 0; i < 20; i++)
        {
            index.SetRole(random.Role());
            index.SetBinding(random.Binding());
        }

        foreach (var subject in index.Posture().Subjects.Values)
        {
            foreach (var ns in new[] { "", "a", "n0", "n1", "n2", "other" })
                Assert.Equal(GrantsIn(subject, ns), subject.GrantsIn(ns));
        }
    }

    /// <summary>One group has a grant in every namespace. What another binding changes leaves it, and all that was made of it, the very same.</summary>
    [Fact]
    public void Next_SomebodyElseOfABindingChanges_ComposesOneNamespace()
    {
        var (index, platform) = (new RbacIndex(), Subject.Group("platform"));
        index.SetRole(s_debug);
        foreach (var ns in new[] { "a", "b", "c" })
            index.SetBinding(Binding(ns, platform, Subject.User("of-" + ns)));
        var before = index.Posture();
        var parts = Parts.Of(Open("a"), Open("b"), Open("c")) with { Rbac = before };
        var first = Composition.Of(parts);
        index.SetBinding(Binding("b", platform, Subject.User("another")));
        var after = index.Posture();
        var next = first.Next(parts with { Rbac = after });
        Assert.Same(before.Subjects[platform], after.Subjects[platform]);
        Assert.Equal([true, false, true], first.Result.Namespaces.Zip(next.Result.Namespaces, ReferenceEquals));
        Assert.Equal([true, false, true], first.Result.Exposures.Zip(next.Result.Exposures, ReferenceEquals));
    }

    /// <summary>To compare ten thousand grants in each of ten thousand namespaces takes seconds; what is not the same object is made anew instead.</summary>
    [Fact]
    public void AreOne_EqualSubjects_OnlyIfTheyAreTheSame()
    {
        var (one, again) = (Exposure(), Exposure());
        Assert.Equal(one, again);
        Assert.False(NamespaceExposure.AreOne(one, again));
        Assert.True(NamespaceExposure.AreOne(one, one with { Subjects = [.. one.Subjects] }));
        Assert.False(NamespaceExposure.AreOne(one, one with { Verdict = Verdict.Unprotected }));
        Assert.False(NamespaceExposure.AreOne(one, one with { Namespace = "b" }));
        Assert.False(NamespaceExposure.AreOne(one, null));
        Assert.False(NamespaceExposure.AreOne(null, one));
        Assert.True(NamespaceExposure.AreOne(null, null));
    }

    private static NamespaceExposure Exposure() =>
        new("a", Verdict.Unknown, [new RbacSubject(Subject.User("u"), false, Severity.Low, [new RbacGrant("a", AddVerbs.Patch, null, null, null)])]);

    private static IEnumerable<RbacGrant> GrantsIn(RbacSubject subject, string ns) => subject.Grants.Where(g => g.Namespace is null || g.Namespace == ns);

    private static BindingFacts Binding(string ns, params ReadOnlySpan<Subject> subjects) =>
        new(new ObjectName(ns, "team"), new RoleReference(true, "debug"), [.. subjects]);

    private static NamespacePosture Open(string name) => new() { Name = name, Verdict = Verdict.Unprotected, Targets = [new TargetPosture("web", "Pod/web", Verdict.Unprotected, [])] };
}
