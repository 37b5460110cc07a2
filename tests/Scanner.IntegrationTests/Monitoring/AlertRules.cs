using System.Collections.Immutable;
using Scanner.Fixtures;
using YamlDotNet.RepresentationModel;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>The alerts of the project, as their files have them.</summary>
internal static class AlertRules
{
    public static string File { get; } = Checkout.PathOf("dashboards", "alerts", "ephemeral-scanner.rules.yaml");

    public static string TestFile { get; } = Checkout.PathOf("dashboards", "alerts", "ephemeral-scanner.tests.yaml");

    public static ImmutableArray<AlertRule> All { get; } = [.. from rule in Rules(Read(File)) select Alert(rule)];

    /// <summary>The unit tests: of which alert, and whether it is to fire.</summary>
    public static ImmutableArray<(string Alert, bool Fires)> Tests { get; } =
    [
        .. from test in (YamlSequenceNode)Read(TestFile)["tests"]
           from check in (YamlSequenceNode)test["alert_rule_test"]
           select (Text(check["alertname"]), ((YamlSequenceNode)check["exp_alerts"]).Any()),
    ];

    private static IEnumerable<YamlMappingNode> Rules(YamlNode file) =>
        from @group in (YamlSequenceNode)file["groups"]
        from rule in (YamlSequenceNode)@group["rules"]
        select (YamlMappingNode)rule;

    private static AlertRule Alert(YamlMappingNode rule) => new(
        Text(rule["alert"]), Text(rule["expr"]), rule.Children.ContainsKey("for"), Map(rule["labels"]), Map(rule["annotations"]));

    private static ImmutableDictionary<string, string> Map(YamlNode node) =>
        ((YamlMappingNode)node).Children.ToImmutableDictionary(c => Text(c.Key), c => Text(c.Value));

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static YamlNode Read(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(System.IO.File.ReadAllText(file)));
        return yaml.Documents.Single().RootNode;
    }
}
