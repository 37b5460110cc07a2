using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

public sealed class RoleContentTests
{
    [Fact]
    public void Of_TwoRulesOfNames_IsTheirUnion()
    {
        var rights = RoleContent.Of([Rule("patch", "web"), Rule("patch", "db", "web")]);
        Assert.Equal(["db", "web"], rights[Permission.PatchEphemeralContainers]!.Only!.Value.AsEnumerable());
        Assert.Null(rights[Permission.UpdateEphemeralContainers]);
    }

    [Fact]
    public void Of_NamesAndAll_IsAll() => Assert.Null(RoleContent.Of([Rule("patch", "web"), Rule("patch")])[Permission.PatchEphemeralContainers]!.Only);

    [Fact]
    public void Of_NothingThatMatters_IsNone() => Assert.Same(RoleContent.None, RoleContent.Of([new PolicyRuleFacts(["get"], [""], ["pods"], [])]));

    /// <summary>A rule that names the resource beside one that does not: whoever wrote it meant it.</summary>
    [Fact]
    public void Of_WildcardAndName_IsNoWildcard()
    {
        var all = new PolicyRuleFacts(["*"], ["*"], ["*"], []);
        Assert.True(RoleContent.Of([all]).IsWildcard);
        Assert.False(RoleContent.Of([all, Rule("patch")]).IsWildcard);
    }

    [Fact]
    public void Equals_SameRights_WhateverTheRules()
    {
        Assert.Equal(RoleContent.Of([Rule("patch", "a"), Rule("patch", "b")]), RoleContent.Of([Rule("patch", "b", "a")]));
        Assert.NotEqual(RoleContent.Of([Rule("patch", "a")]), RoleContent.Of([Rule("patch")]));
        Assert.NotEqual(RoleContent.Of([Rule("patch")]), RoleContent.Of([Rule("update")]));
    }

    /// <summary>A request that creates has no name, so that names in a rule do not allow it; the empty one does.</summary>
    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "a" }, false)]
    [InlineData(new[] { "", "a" }, true)]
    public void AllowsCreation_Names_OnlyWithoutOne(string[] names, bool expected) => Assert.Equal(expected, ObjectNames.Of([.. names]).AllowsCreation);

    /// <summary>RBAC takes names by the letter, and none of these can be a pod's.</summary>
    [Theory]
    [InlineData(new[] { "*" }, false)]
    [InlineData(new[] { "" }, false)]
    [InlineData(new[] { "", "*", "web-*", "Web", "web_1", "web/x", "-web" }, false)]
    [InlineData(new[] { "*", "web" }, true)]
    [InlineData(new[] { "web.2" }, true)]
    [InlineData(new string[0], true)]
    public void AddsEphemeralContainers_NamesThatNoPodCanHave_GiveNothing(string[] names, bool expected) =>
        Assert.Equal(expected, RoleContent.Of([Rule("patch", names)]).AddsEphemeralContainers);

    [Theory]
    [InlineData(new[] { "*", "web", "web-*" }, new[] { "web" })]
    [InlineData(new[] { "", "*", "web" }, new[] { "", "web" })]
    [InlineData(new[] { "*", "web-*" }, new[] { "*", "web-*" })]
    public void OfPods_SomeNamesNoPodCanHave_LeavesTheOthers(string[] names, string[] expected) =>
        Assert.Equal(expected, ObjectNames.Of([.. names]).OfPods().Only!.Value);

    private static PolicyRuleFacts Rule(string verb, params string[] names) => new([verb], [""], ["pods/ephemeralcontainers"], [.. names]);
}
