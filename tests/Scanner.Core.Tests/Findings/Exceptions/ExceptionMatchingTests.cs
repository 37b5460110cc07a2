using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Findings.Exceptions;

public sealed class ExceptionMatchingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly ExceptionEntry s_any = new("ES*", null, null, "known", null);

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
        Assert.Equal(expected, new ExceptionEntry(rule, ns, subject, "r", null).Matches(Find(new ResourceReference("v1", "Namespace", null, "payments"))));

    [Fact]
    public void Matches_FindingOfAClusterWideResource_IsNotMeantByANamespacePattern()
    {
        var finding = Find(new ResourceReference("rbac.authorization.k8s.io/v1", "ClusterRole", null, "x"));
        Assert.False(new ExceptionEntry(null, "*", null, "r", null).Matches(finding));
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
        Assert.Equal(expected, new ExceptionEntry(null, null, pattern, "r", null).Matches(Find(Pod("payments")) with { Subject = Parse(subject) }));

    [Fact]
    public void Apply_MatchingFinding_StaysAndIsMarked()
    {
        var result = Apply([Find(Pod("a")), Find(Pod("b"))], new ExceptionEntry("ES101", "a", null, "known", new DateOnly(2026, 12, 1)));
        Assert.Equal([new AppliedException("known", new DateOnly(2026, 12, 1)), null], result.Select(f => f.Exception));
    }

    [Theory]
    [InlineData(2026, 11, 24, true)]
    [InlineData(2026, 11, 25, false)]
    [InlineData(2026, 11, 26, false)]
    public void Apply_Expiry_HoldsThroughItsDay(int year, int month, int day, bool expired)
    {
        var result = Apply([Find(Pod("a"))], s_any with { Expires = new DateOnly(year, month, day) });
        Assert.Equal(expired, result[0].Exception is null);
        Assert.Equal(expired ? ["ES101", "ES503"] : ["ES101"], result.Select(f => f.Rule));
    }

    [Fact]
    public void Apply_LastSecondOfTheLastDayInUtc_StillHolds()
    {
        var entry = s_any with { Expires = new DateOnly(2026, 11, 25) };
        Assert.False(entry.IsExpired(new DateTimeOffset(2026, 11, 25, 23, 59, 59, TimeSpan.Zero)));
        Assert.False(entry.IsExpired(new DateTimeOffset(2026, 11, 26, 1, 0, 0, TimeSpan.FromHours(2))));
        Assert.True(entry.IsExpired(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Apply_Several_TheOneThatLastsLongestIsNamedAndNoneIsUnused()
    {
        var shorter = s_any with { Reason = "short", Expires = new DateOnly(2026, 12, 1) };
        var longer = s_any with { Reason = "long", Expires = new DateOnly(2027, 12, 1) };
        Assert.Equal("long", Assert.Single(Apply([Find(Pod("a"))], shorter, longer)).Exception!.Reason);
        Assert.Equal("known", Assert.Single(Apply([Find(Pod("a"))], shorter, longer, s_any, s_any with { Reason = "later" })).Exception!.Reason);
    }

    [Fact]
    public void Apply_Unmatched_IsToldWithAnIdOfItsContent()
    {
        var entry = new ExceptionEntry("ES101", "gone", "User:x", "why", null);
        var found = Apply([Find(Pod("a"))], entry, entry with { Namespace = "away" });
        Assert.Equal(["ES101", "ES503", "ES503"], found.Select(f => f.Rule));
        Assert.Equal(3, found.Select(f => f.Id).Distinct().Count());
        Assert.Contains("rule ES101, namespace gone, subject User:x matches no finding; its reason is: why", found[1].Message, StringComparison.Ordinal);
        Assert.Equal(found[1].Id, Apply([], entry with { Reason = "said better" })[0].Id);
        Assert.All(found.Skip(1), f => Assert.Equal((Severity.Info, "https://ephemeral-scanner.io/docs/rules#es503"), (f.Severity, f.Docs)));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Apply_NotEverythingSeen_SilentOnUnmatchedNotOnExpired(bool complete, bool seesEverything)
    {
        var set = new ExceptionSet([s_any, s_any with { Expires = new DateOnly(2020, 1, 1) }], seesEverything);
        var finding = Assert.Single(new ExceptionMatching(set, s_now).Unused(new HashSet<ExceptionEntry>(), complete));
        Assert.Contains("expired with 2020-01-01", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_IncompleteScan_SaysNothingOfUnmatched()
    {
        var scan = Parts.Of(new NamespacePosture { Name = "a", Verdict = Verdict.Unknown, UnknownBecause = UnknownReason.NoPods }) with
        {
            Exceptions = new ExceptionSet([s_any with { Namespace = "b" }], SeesEverything: true),
        };
        Assert.Equal(["ES104", "ES503"], Composition.Of(scan).Result.Findings.Select(f => f.Rule));
        var broken = Composition.Of(scan with { Errors = [new ScanError(ScanStep.List("pods"), "no")] }).Result;
        Assert.Equal(["ES104"], broken.Findings.Select(f => f.Rule));
    }

    [Fact]
    public void Compose_Accepted_LeavesVerdictAndCounts()
    {
        var scan = Parts.Of(new NamespacePosture { Name = "a", Verdict = Verdict.Sanitized }) with { Exceptions = new ExceptionSet([s_any], SeesEverything: true) };
        var result = Composition.Of(scan).Result;
        Assert.Equal(Verdict.Sanitized, result.Namespaces[0].Verdict);
        Assert.Equal(result.Findings[0].Id, Assert.Single(result.Namespaces[0].Findings));
        Assert.Equal("known", Assert.Single(result.Findings).Exception!.Reason);
        Assert.Equal((1, 0), (result.Totals.Findings[Severity.Low], result.Totals.OpenFindings[Severity.Low]));
    }

    [Fact]
    public void Equality_OfSets_IsByContent()
    {
        Assert.Equal(new ExceptionSet([s_any], true), new ExceptionSet([s_any with { }], true));
        Assert.Equal(new ExceptionSet([s_any], true).GetHashCode(), new ExceptionSet([s_any with { }], true).GetHashCode());
        Assert.NotEqual(new ExceptionSet([s_any], true), new ExceptionSet([s_any with { Rule = "ES1" }], true));
        Assert.NotEqual(new ExceptionSet([s_any], true), new ExceptionSet([s_any], false));
    }

    private static ImmutableArray<Finding> Apply(ImmutableArray<Finding> findings, params ImmutableArray<ExceptionEntry> entries)
    {
        var matching = new ExceptionMatching(new ExceptionSet(entries, SeesEverything: true), s_now);
        var used = new HashSet<ExceptionEntry>();
        return [.. findings.Select(f => matching.Apply(f, used)), .. matching.Unused(used, complete: true)];
    }

    private static Subject Parse(string text) => text.Split(':', 2) switch
    {
        ["ServiceAccount", var account] => Subject.ServiceAccount(account.Split('/')[0], account.Split('/')[1]),
        ["Group", var group] => Subject.Group(group),
        [_, var user] => Subject.User(user),
        _ => throw new ArgumentException(text, nameof(text)),
    };

    private static ResourceReference Pod(string ns) => new("v1", "Pod", ns, "web");

    private static Finding Find(ResourceReference resource) =>
        new RuleIdentity("ES101", "PrivilegedAdmitted", Severity.High, "x").Find(resource, "m", new Remedy.RenewCredentials());
}
