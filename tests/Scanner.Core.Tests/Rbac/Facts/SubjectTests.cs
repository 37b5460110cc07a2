using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Facts;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("system:serviceaccount:a:b", "service account a/b", "system:serviceaccount:a:b")]
    [InlineData("system:serviceaccount:a", "user system:serviceaccount:a", "system:serviceaccount:a")]
    [InlineData("system:serviceaccount:a:", "user system:serviceaccount:a:", "system:serviceaccount:a:")]
    [InlineData("system:serviceaccount:a:b:c", "user system:serviceaccount:a:b:c", "system:serviceaccount:a:b:c")]
    [InlineData("alice", "user alice", "alice")]
    public void User_Name_IsTheSameSubjectHoweverItIsNamed(string name, string text, string user)
    {
        var subject = Subject.User(name);
        Assert.Equal((text, user), (subject.ToString(), subject.UserName));
    }

    public static TheoryData<Subject, bool, Severity, Severity> Ratings => new()
    {
        // system, in one namespace, everywhere
        { Subject.Group("system:masters"), true, Severity.Info, Severity.Info },
        { Subject.User("system:node:worker-1"), true, Severity.Info, Severity.Info },
        { Subject.ServiceAccount("kube-system", "generic-garbage-collector"), true, Severity.Info, Severity.Info },
        { Subject.ServiceAccount("kube-system", "tiller"), false, Severity.Medium, Severity.High },
        { Subject.ServiceAccount("payments", "generic-garbage-collector"), false, Severity.Medium, Severity.High },
        { Subject.Group("system:authenticated"), false, Severity.Critical, Severity.Critical },
        { Subject.Group("system:unauthenticated"), false, Severity.Critical, Severity.Critical },
        { Subject.Group("system:serviceaccounts"), false, Severity.Critical, Severity.Critical },
        { Subject.User("system:anonymous"), false, Severity.Critical, Severity.Critical },
        { Subject.Group("system:serviceaccounts:payments"), false, Severity.Medium, Severity.High },
        { Subject.Group("system:serviceaccountsx"), false, Severity.Low, Severity.High },
        { Subject.User("alice"), false, Severity.Low, Severity.High },
        { Subject.Group("developers"), false, Severity.Low, Severity.High },
    };

    [Theory]
    [MemberData(nameof(Ratings))]
    public void Risk_OfASubject_IsThatOfItsRules(Subject subject, bool system, Severity within, Severity everywhere)
    {
        Assert.Equal(system, KnownSubjects.IsSystem(subject));
        Assert.Equal(within, SubjectRisk.Of(subject, [Grant("a")]));
        Assert.Equal(everywhere, SubjectRisk.Of(subject, [Grant("a"), Grant(null)]));
        Assert.Equal(everywhere, SubjectRisk.Of(subject, [Grant("a") with { IsWildcard = true }]));
        Assert.Equal(Severity.Info, SubjectRisk.Of(subject, [Grant("a") with { Pods = [""] }]));
        Assert.Equal(Severity.Info, SubjectRisk.Of(subject, [Grant(null) with { Pods = ["*", "web-*"] }]));
    }

    [Fact]
    public void Reach_SetAlgebra_KeepsEverywhereApart()
    {
        var (a, ab) = (NamespaceReach.Of("a"), NamespaceReach.Of("a").Union(NamespaceReach.Of("b")));
        Assert.Equal(NamespaceReach.Everywhere, a.Union(NamespaceReach.Everywhere));
        Assert.Equal(a, NamespaceReach.Everywhere.Intersect(a));
        Assert.Equal(a, ab.Intersect(a));
        Assert.Equal(NamespaceReach.Of("b"), ab.Except(a));
        Assert.Equal(NamespaceReach.Everywhere, NamespaceReach.Everywhere.Except(a));
        Assert.True(a.Except(NamespaceReach.Everywhere).IsEmpty);
        Assert.Equal("namespaces a, b", ab.ToString());
        Assert.Equal("namespaces a, b, c and 1 more", ab.Union(NamespaceReach.Of("c")).Union(NamespaceReach.Of("d")).ToString());
    }

    [Fact]
    public void Equals_RecordsWithLists_CompareWhatIsInThem()
    {
        Assert.Equal(Grant("a") with { Pods = ["x"] }, Grant("a") with { Pods = ["x"] });
        Assert.NotEqual(Grant("a") with { Pods = ["x"] }, Grant("a") with { Pods = ["y"] });
        Assert.NotEqual(Grant("a") with { Pods = ["x"] }, Grant("a"));
        Assert.Equal(new PolicyRuleFacts(["a"], ["b"], ["c"], ["d"]), new PolicyRuleFacts(["a"], ["b"], ["c"], ["d"]));
        Assert.NotEqual(new PolicyRuleFacts(["a"], ["b"], ["c"], ["d"]), new PolicyRuleFacts(["a"], ["b"], ["c"], []));
        Assert.Equal(Binding(Subject.User("u")), Binding(Subject.User("u")));
        Assert.NotEqual(Binding(Subject.User("u")), Binding(Subject.Group("u")));
        Assert.Equal(new RbacSubject(Subject.User("u"), false, Severity.Low, [Grant("a")]), new RbacSubject(Subject.User("u"), false, Severity.Low, [Grant("a")]));
        Assert.Equal(Exposure(Subject.User("u")), Exposure(Subject.User("u")));
        Assert.NotEqual(Exposure(Subject.User("u")), Exposure());
    }

    private static RbacGrant Grant(string? ns) => new(ns, AddVerbs.Patch, null, new ObjectName(ns, "b"), new ObjectName(null, "r"));

    private static NamespaceExposure Exposure(params Subject[] subjects) =>
        new("a", Verdict.Unknown, [.. subjects.Select(s => new ExposedSubject(s, "a", Severity.Low, false, Grant("a"), false, false))]);

    private static BindingFacts Binding(Subject subject) => new(new ObjectName("a", "b"), new RoleReference(true, "r"), [subject]);
}
