using System.Text.Json;
using Scanner.Fixtures;
using YamlDotNet.RepresentationModel;

namespace Scanner.Tests.Chart;

/// <summary>The files of the chart agree with each other and with what they are made of.</summary>
public sealed class ChartFilesTests
{
    private static readonly YamlMappingNode s_values = Helm.Documents(File.ReadAllText(Path.Combine(Helm.ChartFolder, "values.yaml")))[0];

    [Fact]
    public void Readme_ListsEveryValue()
    {
        var lines = File.ReadAllLines(Path.Combine(Helm.ChartFolder, "README.md"));
        var listed = lines.Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).ToList();
        foreach (var value in Leaves("", s_values))
            Assert.True(listed.Exists(l => value == l || value.StartsWith(l + ".", StringComparison.Ordinal)), $"{value} is not in the README");
        foreach (var name in listed)
            Assert.True(Find(name) is not null, $"{name} is no value");
    }

    [Fact]
    public void Schema_KnowsEveryValueAndNoOther()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Helm.ChartFolder, "values.schema.json")));
        Compare("", s_values, schema.RootElement);
    }

    [Fact]
    public void Files_AreThoseThatTheyAreCopiesOf()
    {
        var dashboards = Directory.GetFiles(Checkout.PathOf("dashboards"), "*.json");
        Assert.NotEmpty(dashboards);
        foreach (var file in dashboards.Append(Checkout.PathOf("dashboards", "alerts", "ephemeral-scanner.rules.yaml")))
        {
            var copy = Path.Combine([Helm.ChartFolder, "files", .. file.EndsWith(".json", StringComparison.Ordinal) ? new[] { "dashboards" } : [], Path.GetFileName(file)]);
            Assert.True(File.Exists(copy) && File.ReadAllText(copy) == File.ReadAllText(file), $"{copy} differs: run charts/update.sh");
        }

        Assert.Equal(dashboards.Length, Directory.GetFiles(Path.Combine(Helm.ChartFolder, "files", "dashboards")).Length);
    }

    [SkippableFact]
    public async Task PlainManifests_AreTheChartWithItsDefaults()
    {
        Helm.SkipUnlessThere();
        var (code, output, error) = await Helm.RunAsync(
            "template", "ephemeral-scanner", Helm.ChartFolder, "-n", "ephemeral-scanner", "--kube-version", "1.36.0", "--no-hooks", "--skip-tests");
        Assert.True(code == 0, error);
        Assert.True(await File.ReadAllTextAsync(Checkout.PathOf("deploy", "ephemeral-scanner.yaml")) == output, "deploy/ differs: run charts/update.sh");
    }

    private static void Compare(string path, YamlMappingNode values, JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties))
            return;
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean(), $"{path} takes typing errors");
        var names = values.Children.Keys.Select(k => ((YamlScalarNode)k).Value!).ToList();
        foreach (var name in names)
        {
            Assert.True(properties.TryGetProperty(name, out var property), $"{path}{name} is not in the schema");
            if (values[name] is YamlMappingNode { Children.Count: > 0 } inner)
                Compare($"{path}{name}.", inner, property);
        }

        // Free-form values have no default to compare with; charts that hold this one set global.
        var more = properties.EnumerateObject().Select(p => p.Name).Where(p => p != "global" && !names.Contains(p)).ToList();
        // Below config there are keys whose defaults are the worker's.
        Assert.True(more.Count == 0 || path.StartsWith("config.", StringComparison.Ordinal), $"{path}{string.Join(", ", more)} is no value");
    }

    private static IEnumerable<string> Leaves(string path, YamlMappingNode node) => node.Children.SelectMany(child =>
    {
        var name = path + ((YamlScalarNode)child.Key).Value;
        return child.Value is YamlMappingNode { Children.Count: > 0 } inner ? Leaves(name + ".", inner) : [name];
    });

    private static YamlNode? Find(string name) =>
        name.Split('.').Aggregate<string, YamlNode?>(s_values, (node, part) => node is YamlMappingNode map && map.Children.TryGetValue(part, out var next) ? next : null);
}
