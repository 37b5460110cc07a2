using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Decoding.Rbac;
using Scanner.Fixtures;

namespace Scanner.Tests.Decoding;

/// <summary>The built-in roles, as a server of 1.36 lists them, read as a live scan reads them.</summary>
public sealed class DefaultRolesRecordingTests
{
    // The recorded cluster has a role of its own that aggregates into edit.
    private static readonly PolicyRuleFacts s_addedByTheScenario = new(["patch"], [""], ["pods/ephemeralcontainers"], []);

    [Fact]
    public void All_Resolved_AreThoseOfTheServer()
    {
        var recorded = Recorded().ToDictionary(r => r.Name);
        Assert.NotEmpty(DefaultRoles.All);
        foreach (var role in RoleAggregation.Resolve(DefaultRoles.All))
        {
            var server = recorded[role.Name];
            Assert.Equal(server.Labels, role.Labels);
            Assert.True(server.AggregationSelectors.SequenceEqual(role.AggregationSelectors), role.Name.Name);
            Assert.Equal(server.Rules.Remove(s_addedByTheScenario).ToHashSet(), role.Rules.ToHashSet());
        }
    }

    private static IEnumerable<RoleFacts> Recorded()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "list", "clusterroles.json")));
        var reader = new RoleReader();
        foreach (var item in file.RootElement.GetProperty("response").GetProperty("body").GetProperty("items").EnumerateArray())
        {
            var wire = new JsonWireReader(Encoding.UTF8.GetBytes(item.GetRawText()));
            yield return reader.Read(ref wire);
        }
    }
}
