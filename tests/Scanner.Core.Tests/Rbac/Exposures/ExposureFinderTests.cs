using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
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
                var seen = finder.Of(Open(ns))?.Subjects ?? [];
                Assert.Equal(rbac.Subjects.Values.Select(s => Seen(s, ns)).OfType<ExposedSubject>(), seen.Select(s => s with { Namespace = ns }));
                Assert.All(rbac.Subjects.Keys, s => Assert.Equal(seen.FirstOrDefault(e => e.Subject == s), finder.In(ns, s)));
            }

            Assert.All(rbac.Subjects.Values, s => Assert.Equal(s.Grants.Any(g => g.Namespace is null && !g.IsVoid), s.IsClusterWide));
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

    /// <summary>One group has a grant in every namespace, and one of them goes or comes: the others see what they saw.</summary>
    [Fact]
    public void Next_OneGrantOfManyGoes_ComposesOneNamespace()
    {
        var (index, platform) = (new RbacIndex(), Subject.Group("platform"));
        index.SetRole(s_debug);
        foreach (var ns in new[] { "a", "b", "c" })
            index.SetBinding(Binding(ns, platform));
        var parts = Parts.Of(Open("a"), Open("b"), Open("c"));
        var first = Composition.Of(parts with { Rbac = index.Posture() });
        index.RemoveBinding(Binding("b", platform).Name);
        var next = first.Next(parts with { Rbac = index.Posture() });
        Assert.Equal([true, false, true], first.Result.Namespaces.Zip(next.Result.Namespaces, ReferenceEquals));
        Assert.Equal(["a", "c"], next.Result.Exposures.Select(e => e.Namespace));
        Assert.Equal(["ES101 b"], next.Result.Findings.Except(first.Result.Findings, ReferenceEqualityComparer.Instance).Cast<Finding>().Select(f => $"{f.Rule} {f.Namespace}"));
        index.SetBinding(Binding("b", platform));
        var again = next.Next(parts with { Rbac = index.Posture() });
        Assert.Equal(first.Result.Findings.Select(f => (f.Id, f.Message)), again.Result.Findings.Select(f => (f.Id, f.Message)));
    }

    // As it is defined, by going through all that the subject has.
    private static ExposedSubject? Seen(RbacSubject subject, string ns)
    {
        List<RbacGrant> grants = [.. GrantsIn(subject, ns).Where(g => !g.IsVoid)];
        return subject.System || grants.Count == 0 ? null : new ExposedSubject(
            subject.Subject,
            ns,
            subject.Risk,
            grants.Exists(g => g.Namespace is null),
            grants.OrderBy(g => g.Pods is not null).First(),
            grants.Exists(g => g is { IsWildcard: true, Pods: null }),
            subject.CreatesPods.Contains(ns));
    }

    private static IEnumerable<RbacGrant> GrantsIn(RbacSubject subject, string ns) => subject.Grants.Where(g => g.Namespace is null || g.Namespace == ns);

    private static BindingFacts Binding(string ns, params ReadOnlySpan<Subject> subjects) =>
        new(new ObjectName(ns, "team"), new RoleReference(true, "debug"), [.. subjects]);

    private static NamespacePosture Open(string name) => new() { Name = name, Verdict = Verdict.Unprotected, Targets = [new TargetPosture("web", "Pod/web", Verdict.Unprotected, [])] };
}
