using System.Text.Json.Nodes;
using Scanner.Core.Rbac.Rights;
using Scanner.Fixtures;

namespace Scanner.Tests.Rbac;

/// <summary>Every decision that a real API server took, from the grants as they are printed.</summary>
public sealed class RbacCorpusTests
{
    [Fact]
    public void Posture_Corpus_AgreesWithTheRealServer()
    {
        var corpus = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("corpora", "rbac.json")))!;
        var objects = new RbacObjects();
        foreach (var obj in corpus["objects"]!.AsArray())
            objects.Add(obj!.AsObject());
        Assert.Equal(1764, Check(objects, corpus["decisions"]!.AsArray()));
    }

    /// <summary>As from manifests: no cluster has resolved the aggregated roles.</summary>
    [Fact]
    public void Posture_CorpusWithUnresolvedRoles_AgreesWithTheRealServer()
    {
        var corpus = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("corpora", "rbac.json")))!;
        var objects = new RbacObjects();
        foreach (var obj in corpus["objects"]!.AsArray().Select(o => o!.AsObject()))
        {
            if (obj.ContainsKey("aggregationRule"))
                obj["rules"] = null;
            objects.Add(obj);
        }

        var resolved = RoleAggregation.Resolve([.. objects.Roles]);
        objects.Roles.Clear();
        objects.Roles.AddRange(resolved);
        Assert.Equal(1764, Check(objects, corpus["decisions"]!.AsArray()));
    }

    [Fact]
    public void Posture_RecordedCluster_AgreesWithItsAccessReviews()
    {
        var reviews = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "rbac", "subject-access-reviews.json")))!;
        Assert.Equal(176, Check(RbacObjects.Recorded(), reviews.AsArray()));
    }

    /// <summary>How many decisions were compared.</summary>
    private static int Check(RbacObjects objects, JsonArray decisions)
    {
        var printed = PrintedRights.Of(objects.Index().Posture());
        var compared = decisions.Where(d => (string)d!["verb"]! is "patch" or "update").ToList();
        var wrong = compared
            .Where(d => (bool)d!["allowed"]! != printed.Allows(
                (string)d["user"]!, [.. d["groups"]!.AsArray().Select(g => (string)g!)], (string)d["verb"]!, (string)d["namespace"]!, (string)d["name"]!))
            .Select(d => d!.ToJsonString());
        Assert.Empty(wrong);
        return compared.Count;
    }
}
