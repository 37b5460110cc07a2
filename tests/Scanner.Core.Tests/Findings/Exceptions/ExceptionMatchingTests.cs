using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Tests.Findings.Exceptions;

public sealed class ExceptionMatchingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly AcceptedRisk s_any = new("ES*", null, null, "known", null);

    [Theory]
    [InlineData("ES101", null, null, true)]
    [InlineData("ES1*", "pay*", null, true)]
    [InlineData("es101", null, null, false)]
    [InlineData("ES102", null, null, false)]
    [InlineData(null, "payments", null, true)]
    [InlineData(null, "payment", null, false)]
    [InlineData("ES101", "web", null, false)]
    [InlineData(null, null, "*", false)]
    public void Matches_FindingOfANamespace_EveryPatternMustFit(string? rule, string? ns, string? subject, bool expected) =>
        Assert.Equal(expected, new AcceptedRisk(rule, ns, subject, "r", null).Matches(Find(new ResourceReference("v1", "Namespace", null, "payments"))));

    [Fact]
    public void Matches_FindingOfAClusterWideResource_IsNotMeantByANamespacePattern()
    {
        var finding = Find(new ResourceReference("rbac.authorization.k8s.io/v1", "ClusterRole", null, "x"));
        Assert.False(new AcceptedRisk(null, "*", null, "r", null).Matches(finding));
        Assert.True(s_any.Matches(finding));
    }

    [Theory]
    [InlineData("User:alice", "User:alice", true)]
    [InlineData("User:alice", "alice", true)]
    [InlineData("User:alice", "Group:alice", false)]
    [InlineData("Group:alice", "User:*", false)]
    [InlineData("Group:system:masters", "system:*", true)]
    [InlineData("Group:system:masters", "masters", false)]
    [InlineData("ServiceAccount:payments/web", "payments/*", true)]
    [InlineData("ServiceAccount:payments/web", "web", false)]
    [InlineData("ServiceAccount:payments/web", "ServiceAccount:*/web", true)]
    [InlineData("ServiceAccount:payments/web", "system:serviceaccount:payments:*", true)]
    [InlineData("ServiceAccount:payments/web", "User:system:serviceaccount:payments:web", true)]
    [InlineData("User:payments/web", "system:serviceaccount:payments:web", false)]
    public void Matches_Subject_ByWholeFormOrName(string subject, string pattern, bool expected) =>
        Assert.Equal(expected, new AcceptedRisk(null, null, pattern, "r", null).Matches(Find(Pod("payments")) with { Subject = subject }));

    [Fact]
    public void Apply_MatchingFinding_StaysAndIsMarked()
    {
        var result = Apply([Find(Pod("a")), Find(Pod("b"))], new AcceptedRisk("ES101", "a", null, "known", new DateOnly(2026, 12, 1)));
        Assert.Equal([new Acceptance("known", new DateOnly(2026, 12, 1)), null], result.Select(f => f.Accepted));
    }

    [Theory]
    [InlineData(2026, 11, 24, true)]
    [InlineData(2026, 11, 25, false)]
    [InlineData(2026, 11, 26, false)]
    public void Apply_Expiry_HoldsThroughItsDay(int year, int month, int day, bool expired)
    {
        var result = Apply([Find(Pod("a"))], s_any with { Expires = new DateOnly(year, month, day) });
        Assert.Equal(expired, result[0].Accepted is null);
        Assert.Equal(expired ? ["ES101", "ES503"] : ["ES101"], result.Select(f => f.Rule));
    }

    [Fact]
    public void Apply_LastSecondOfTheLastDayInUtc_StillHolds()
    {
        var risk = s_any with { Expires = new DateOnly(2026, 11, 25) };
        Assert.False(risk.IsExpired(new DateTimeOffset(2026, 11, 25, 23, 59, 59, TimeSpan.Zero)));
        Assert.False(risk.IsExpired(new DateTimeOffset(2026, 11, 26, 1, 0, 0, TimeSpan.FromHours(2))));
        Assert.True(risk.IsExpired(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Apply_Several_TheOneThatLastsLongestIsNamedAndNoneIsUnused()
    {
        var shorter = s_any with { Reason = "short", Expires = new DateOnly(2026, 12, 1) };
        var longer = s_any with { Reason = "long", Expires = new DateOnly(2027, 12, 1) };
        Assert.Equal("long", Assert.Single(Apply([Find(Pod("a"))], shorter, longer)).Accepted!.Reason);
        Assert.Equal("known", Assert.Single(Apply([Find(Pod("a"))], shorter, longer, s_any, s_any with { Reason = "later" })).Accepted!.Reason);
    }

    [Fact]
    public void Apply_Unmatched_IsToldWithAnIdOfItsContent()
    {
        var risk = new AcceptedRisk("ES101", "gone", "User:x", "why", null);
        var found = Apply([Find(Pod("a"))], risk, risk with { Namespace = "away" });
        Assert.Equal(["ES101", "ES503", "ES503"], found.Select(f => f.Rule));
        Assert.Equal(3, found.Select(f => f.Id).Distinct().Count());
        Assert.Contains("rule ES101, namespace gone, subject User:x matches no finding; its reason is: why", found[1].Message, StringComparison.Ordinal);
        Assert.Equal(found[1].Id, Apply([], risk with { Reason = "said better" })[0].Id);
        Assert.All(found.Skip(1), f => Assert.Equal((Severity.Info, "docs/rules.md#es503"), (f.Severity, f.Docs)));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Apply_NotEverythingSeen_SilentOnUnmatchedNotOnExpired(bool complete, bool seesEverything)
    {
        var set = new ExceptionSet([s_any, s_any with { Expires = new DateOnly(2020, 1, 1) }], seesEverything);
        var finding = Assert.Single(ExceptionMatching.Apply([], set, complete, s_now));
        Assert.Contains("expired with 2020-01-01", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTo_IncompleteScan_SaysNothingOfUnmatched()
    {
        var scan = new ScanResult
        {
            Cluster = new ClusterReference("x", null, null),
            StartedAt = s_now,
            Duration = TimeSpan.Zero,
            Namespaces = [new NamespacePosture { Name = "a", Verdict = Verdict.Unknown, UnknownBecause = UnknownReason.NoPods }],
        };
        var set = new ExceptionSet([s_any with { Namespace = "b" }], SeesEverything: true);
        Assert.Equal(["ES104", "ES503"], RuleRunner.AddTo(scan, [], TimeSpan.Zero, s_now, set).Findings.Select(f => f.Rule));
        var broken = RuleRunner.AddTo(scan with { Errors = [new ScanError("list pods", "no")] }, [], TimeSpan.Zero, s_now, set);
        Assert.Equal(["ES104"], broken.Findings.Select(f => f.Rule));
    }

    [Fact]
    public void AddTo_Accepted_LeavesVerdictAndCounts()
    {
        var scan = new ScanResult
        {
            Cluster = new ClusterReference("x", null, null),
            StartedAt = s_now,
            Duration = TimeSpan.Zero,
            Namespaces = [new NamespacePosture { Name = "a", Verdict = Verdict.Sanitized }],
        };
        var result = RuleRunner.AddTo(scan, [], TimeSpan.Zero, s_now, new ExceptionSet([s_any], SeesEverything: true));
        Assert.Equal(Verdict.Sanitized, result.Namespaces[0].Verdict);
        Assert.Equal(result.Findings[0].Id, Assert.Single(result.Namespaces[0].Findings));
        Assert.Equal("known", Assert.Single(result.Findings).Accepted!.Reason);
    }

    [Fact]
    public void Equality_OfSets_IsByContent()
    {
        Assert.Equal(new ExceptionSet([s_any], true), new ExceptionSet([s_any with { }], true));
        Assert.Equal(new ExceptionSet([s_any], true).GetHashCode(), new ExceptionSet([s_any with { }], true).GetHashCode());
        Assert.NotEqual(new ExceptionSet([s_any], true), new ExceptionSet([s_any with { Rule = "ES1" }], true));
        Assert.NotEqual(new ExceptionSet([s_any], true), new ExceptionSet([s_any], false));
    }

    private static ImmutableArray<Finding> Apply(ImmutableArray<Finding> findings, params ImmutableArray<AcceptedRisk> risks) =>
        ExceptionMatching.Apply(findings, new ExceptionSet(risks, SeesEverything: true), complete: true, s_now);

    private static ResourceReference Pod(string ns) => new("v1", "Pod", ns, "web");

    private static Finding Find(ResourceReference resource) =>
        new RuleIdentity("ES101", "PrivilegedAdmitted", Severity.High).Find(resource, "m", "r");
}
