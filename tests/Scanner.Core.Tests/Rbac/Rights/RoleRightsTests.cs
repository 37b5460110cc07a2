using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

public sealed class RoleRightsTests
{
    [Fact]
    public void Of_TwoRulesOfNames_IsTheirUnion()
    {
        var rights = RoleRights.Of([Rule("patch", "web"), Rule("patch", "db", "web")]);
        Assert.Equal(["db", "web"], rights[Right.PatchEphemeralContainers]!.Only!.Value.AsEnumerable());
        Assert.Null(rights[Right.UpdateEphemeralContainers]);
    }

    [Fact]
    public void Of_NamesAndAll_IsAll() => Assert.Null(RoleRights.Of([Rule("patch", "web"), Rule("patch")])[Right.PatchEphemeralContainers]!.Only);

    [Fact]
    public void Of_NothingThatMatters_IsNone() => Assert.Same(RoleRights.None, RoleRights.Of([new PolicyRuleFacts(["get"], [""], ["pods"], [])]));

    /// <summary>A rule that names the resource beside one that does not: whoever wrote it meant it.</summary>
    [Fact]
    public void Of_WildcardAndName_IsNoWildcard()
    {
        var all = new PolicyRuleFacts(["*"], ["*"], ["*"], []);
        Assert.True(RoleRights.Of([all]).IsWildcard);
        Assert.False(RoleRights.Of([all, Rule("patch")]).IsWildcard);
    }

    [Fact]
    public void Equals_SameRights_WhateverTheRules()
    {
        Assert.Equal(RoleRights.Of([Rule("patch", "a"), Rule("patch", "b")]), RoleRights.Of([Rule("patch", "b", "a")]));
        Assert.NotEqual(RoleRights.Of([Rule("patch", "a")]), RoleRights.Of([Rule("patch")]));
        Assert.NotEqual(RoleRights.Of([Rule("patch")]), RoleRights.Of([Rule("update")]));
    }

    /// <summary>A request that creates has no name, so that names in a rule do not allow it; the empty one does.</summary>
    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "a" }, false)]
    [InlineData(new[] { "", "a" }, true)]
    public void AllowsCreation_Names_OnlyWithoutOne(string[] names, bool expected) => Assert.Equal(expected, ObjectNames.Of([.. names]).AllowsCreation);

    private static PolicyRuleFacts Rule(string verb, params string[] names) => new([verb], [""], ["pods/ephemeralcontainers"], [.. names]);
}
