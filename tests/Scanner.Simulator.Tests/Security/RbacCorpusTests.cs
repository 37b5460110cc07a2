using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Api;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Security;

namespace Scanner.Simulator.Tests.Security;

/// <summary>Every decision of a real server over random roles and bindings.</summary>
public sealed class RbacCorpusTests
{
    [Fact]
    public void Decide_Corpus_AgreesWithTheRealServer()
    {
        var corpus = (JsonObject)JsonNode.Parse(File.ReadAllText(Fixture.PathOf("corpora", "rbac.json")))!;
        var store = TestStores.Empty();
        foreach (var obj in corpus.Objects("objects"))
            store.Apply(obj);
        var authorizer = new RbacAuthorizer(store);

        var wrong = corpus.Objects("decisions")
            .Where(d => authorizer.Decide(User(d), Access(d)).Allowed != d.Flag("allowed"))
            .Select(d => d.ToJsonString())
            .ToArray();

        Assert.Empty(wrong);
        Assert.Equal(1764, corpus.Objects("decisions").Count());
    }

    [Fact]
    public void Apply_CorpusAggregatedRoles_GetTheRecordedRules()
    {
        var corpus = (JsonObject)JsonNode.Parse(File.ReadAllText(Fixture.PathOf("corpora", "rbac.json")))!;
        var store = TestStores.Empty();
        foreach (var obj in corpus.Objects("objects"))
        {
            var copy = (JsonObject)obj.DeepClone();
            if (copy.ContainsKey("aggregationRule"))
                copy.Remove("rules");
            store.Apply(copy);
        }

        var aggregated = corpus.Objects("objects").Where(o => o.ContainsKey("aggregationRule")).ToArray();

        Assert.NotEmpty(aggregated);
        Assert.All(aggregated, role =>
        {
            var rules = store.Get("rbac.authorization.k8s.io", "clusterroles", null, role.Name())!["rules"]!.AsArray();
            Assert.Equal(Texts(role["rules"] as JsonArray ?? []), Texts(rules));
        });
    }

    private static IEnumerable<string> Texts(JsonArray rules) => rules.Select(r => Sorted((JsonObject)r!)).Order(StringComparer.Ordinal);

    private static string Sorted(JsonObject rule) =>
        new JsonObject(rule.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString();

    private static UserInfo User(JsonObject decision) => new(decision.Text("user")!, [.. decision.Texts("groups")]);

    private static AccessAttributes Access(JsonObject decision) => new(
        decision.Text("verb")!, "", "pods", "ephemeralcontainers", decision.Text("namespace")!, decision.Text("name")!);
}
