using Scanner.Core.Cluster;
using Scanner.Fixtures;
using YamlDotNet.RepresentationModel;

namespace Scanner.Tests.Worker;

/// <summary>The ClusterRole that the documentation gives to the worker.</summary>
public sealed class WorkerRulesTests
{
    // What the worker reads besides the kinds that decide about admission.
    private static readonly string[] s_others = ["", "rbac.authorization.k8s.io", "coordination.k8s.io", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "discovery.k8s.io"];

    [Fact]
    public void Documented_RulesOfAdmissionKinds_AreTheTableThatIsWatched()
    {
        var rules = Documents().SelectMany(d => ((YamlSequenceNode)d["rules"]).Children).Where(r => !IsOfUrls(r) && Values(r, "apiGroups").Except(s_others).Any()).ToList();
        Assert.All(rules, r => Assert.Equal(["list", "watch"], Values(r, "verbs")));
        Assert.Equal(
            AdmissionKinds.All.Select(k => $"{k.Resource}.{k.Group}").Order(StringComparer.Ordinal),
            rules.SelectMany(r => Values(r, "apiGroups").SelectMany(_ => Values(r, "resources"), (group, resource) => $"{resource}.{group}")).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<YamlNode> Documents()
    {
        var text = File.ReadAllText(Path.Combine(Fixture.PathOf(), "..", "..", "docs", "worker.md"));
        var section = text[text.IndexOf("## Permissions", StringComparison.Ordinal)..];
        var yaml = new YamlStream();
        yaml.Load(new StringReader(section.Split("```")[1]["yaml\n".Length..]));
        return yaml.Documents.Select(d => d.RootNode);
    }

    private static bool IsOfUrls(YamlNode rule) => ((YamlMappingNode)rule).Children.ContainsKey("nonResourceURLs");

    private static IEnumerable<string> Values(YamlNode rule, string field) => ((YamlSequenceNode)rule[field]).Children.Select(v => ((YamlScalarNode)v).Value!);
}
