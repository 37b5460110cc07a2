using System.Collections.Immutable;
using Scanner.Core.Cluster.Selectors;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

public sealed class RoleAggregationTests
{
    private const string ToEdit = "rbac.authorization.k8s.io/aggregate-to-edit";
    private const string ToAdmin = "rbac.authorization.k8s.io/aggregate-to-admin";

    private static readonly PolicyRuleFacts s_debug = new(["patch"], [""], ["pods/ephemeralcontainers"], []);

    [Fact]
    public void Resolve_AggregatesOfAggregates_GetTheRulesWhateverTheOrder()
    {
        ImmutableArray<RoleFacts> roles = [Aggregate("admin", ToAdmin), Aggregate("edit", ToEdit, (ToAdmin, "true")), Source("addon", (ToEdit, "true"))];
        foreach (var order in new[] { roles, [.. roles.Reverse()] })
        {
            var resolved = RoleAggregation.Resolve(order).ToDictionary(r => r.Name.Name);
            Assert.Equal([s_debug], resolved["edit"].Rules.AsEnumerable());
            Assert.Equal([s_debug], resolved["admin"].Rules.AsEnumerable());
            Assert.Equal([s_debug], resolved["addon"].Rules.AsEnumerable());
        }
    }

    [Fact]
    public void Resolve_RulesThatAClusterFilledIn_Stay()
    {
        var edit = Aggregate("edit", ToEdit) with { Rules = [s_debug] };
        Assert.Equal([s_debug], RoleAggregation.Resolve([edit])[0].Rules.AsEnumerable());
    }

    [Fact]
    public void Resolve_TwoThatGatherEachOther_Ends()
    {
        var (one, two) = (Aggregate("one", "a", ("b", "true")), Aggregate("two", "b", ("a", "true")) with { Rules = [s_debug] });
        Assert.All(RoleAggregation.Resolve([one, two]), r => Assert.Equal([s_debug], r.Rules.AsEnumerable()));
    }

    [Fact]
    public void Resolve_OtherLabelOrValue_IsNotGathered()
    {
        Assert.Empty(RoleAggregation.Resolve([Aggregate("edit", ToEdit), Source("addon", (ToEdit, "false"))])[0].Rules);
        Assert.Empty(RoleAggregation.Resolve([Aggregate("edit", ToEdit), Source("addon", (ToAdmin, "true"))])[0].Rules);
    }

    /// <summary>A namespaced Role is nobody's source, whatever it is called and labelled.</summary>
    [Fact]
    public void Resolve_LabelledRole_IsNotGathered()
    {
        var role = new RoleFacts(new ObjectName("a", "addon")) { Rules = [s_debug], Labels = Labels((ToEdit, "true")) };
        Assert.Empty(RoleAggregation.Resolve([Aggregate("edit", ToEdit), role])[0].Rules);
    }

    [Theory]
    [InlineData("In", new[] { "a", "b" }, "b", true)]
    [InlineData("In", new[] { "a" }, "b", false)]
    [InlineData("In", new[] { "a" }, null, false)]
    [InlineData("NotIn", new[] { "a" }, "b", true)]
    [InlineData("NotIn", new[] { "a" }, "a", false)]
    [InlineData("NotIn", new[] { "a" }, null, true)]
    [InlineData("Exists", new string[0], "x", true)]
    [InlineData("Exists", new string[0], null, false)]
    [InlineData("DoesNotExist", new string[0], null, true)]
    [InlineData("DoesNotExist", new string[0], "x", false)]
    [InlineData("Near", new string[0], "x", false)]
    public void Matches_OneRequirement_IsAsTheApiSays(string op, string[] values, string? label, bool expected) =>
        Assert.Equal(expected, new LabelRequirementFacts("key", op, [.. values]).Matches(label is null ? Labels() : Labels(("key", label))));

    [Fact]
    public void Matches_NoRequirements_SelectsEverything() => Assert.True(new LabelSelectorFacts([]).Matches(Labels()));

    [Fact]
    public void Aggregated_AddonRole_IsNamedWithItsLabelAndAllThatGatherIt()
    {
        var index = new RbacIndex();
        foreach (var role in RoleAggregation.Resolve([Aggregate("admin", ToAdmin), Aggregate("edit", ToEdit, (ToAdmin, "true")), Aggregate("custom", ToEdit), Source("addon", (ToEdit, "true"), ("app", "x"))]))
            index.SetRole(role);
        Assert.Equal([new AggregatedSource("addon", ["admin", "edit"], [ToEdit])], index.Posture().Aggregated.AsEnumerable());
        index.RemoveRole(new ObjectName(null, "addon"));
        // What gathered it keeps the rules until the controller takes them away; nothing explains them any more.
        Assert.Equal(["admin", "edit"], index.Posture().Aggregated.Select(a => a.Source));
    }

    private static RoleFacts Aggregate(string name, string key, params (string, string)[] labels) => new(new ObjectName(null, name))
    {
        AggregationSelectors = [new LabelSelectorFacts([new LabelRequirementFacts(key, "In", ["true"])])],
        Labels = Labels(labels),
    };

    private static RoleFacts Source(string name, params (string, string)[] labels) => new(new ObjectName(null, name)) { Rules = [s_debug], Labels = Labels(labels) };

    private static ImmutableSortedDictionary<string, string> Labels(params (string Key, string Value)[] labels) =>
        labels.ToImmutableSortedDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
}
