using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Fixtures;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>A dashboard of the project, as its file has it.</summary>
internal sealed record Dashboard(string File, JsonObject Root)
{
    public static ImmutableArray<Dashboard> All { get; } =
    [
        .. Directory.GetFiles(Checkout.PathOf("dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(f => new Dashboard(Path.GetFileName(f), JsonNode.Parse(System.IO.File.ReadAllText(f))!.AsObject())),
    ];

    public string Uid => Root["uid"]!.GetValue<string>();

    /// <summary>Without rows.</summary>
    public IEnumerable<JsonObject> Panels => Root["panels"]!.AsArray().Select(p => p!.AsObject()).Where(p => p["type"]!.GetValue<string>() != "row");

    public IEnumerable<JsonObject> Variables => Root["templating"]!["list"]!.AsArray().Select(v => v!.AsObject());

    /// <summary>Every query with the title of its panel.</summary>
    public IEnumerable<(string Panel, string Expression)> Queries =>
        from panel in Panels
        from target in panel["targets"]!.AsArray()
        select (panel["title"]!.GetValue<string>(), target!["expr"]!.GetValue<string>());
}
