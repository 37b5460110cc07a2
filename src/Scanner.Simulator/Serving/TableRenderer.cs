using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Renders <c>meta.k8s.io/v1</c> Tables, the form that <c>kubectl get</c> asks for.</summary>
internal static class TableRenderer
{
    private const string None = "<none>";

    public static JsonObject Render(ResourceType type, ListPage page, TimeProvider time)
    {
        var columns = Columns(type);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = ObjectEncoder.ListMetadata(type, page),
            ["columnDefinitions"] = new JsonArray([.. columns.Select(JsonNode (c) => Definition(c))]),
            ["rows"] = new JsonArray([.. page.Items.Select(JsonNode (i) => Row(type, i, columns, time))]),
        };
    }

    private static JsonObject Row(ResourceType type, StoredObject obj, IReadOnlyList<TableColumn> columns, TimeProvider time)
    {
        var parsed = obj.Parse(type);
        return new JsonObject
        {
            ["cells"] = new JsonArray([.. columns.Select(c => c.Cell(parsed, time))]),
            ["object"] = ObjectEncoder.Partial(type, obj),
        };
    }

    private static JsonObject Definition(TableColumn column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Name == "Name" ? "name" : "",
        ["description"] = column.Name,
        ["priority"] = column.Priority,
    };

    private static IReadOnlyList<TableColumn> Columns(ResourceType type)
    {
        var name = new TableColumn("Name", "string", 0, (o, _) => o.Name());
        var age = new TableColumn("Age", "string", 0, (o, time) => Age(o, time));
        if (type.Custom is { Columns.Length: > 0 } custom)
            return [name, .. custom.Columns.Select(CustomColumn)];
        return type.Kind switch
        {
            "Pod" => [name, .. PodColumns(age)],
            "Namespace" => [name, new TableColumn("Status", "string", 0, (o, _) => o.Object("status")?.Text("phase")), age],
            "RoleBinding" or "ClusterRoleBinding" => [name, new TableColumn("Role", "string", 0, (o, _) => RoleRef(o)), age],
            "Role" or "ClusterRole" => [name, new TableColumn("Created At", "string", 0, (o, _) => o.Metadata().Text("creationTimestamp"))],
            _ => [name, age],
        };
    }

    private static IEnumerable<TableColumn> PodColumns(TableColumn age) =>
    [
        new("Ready", "string", 0, (o, _) => Ready(o)),
        new("Status", "string", 0, (o, _) => o.Metadata().ContainsKey("deletionTimestamp") ? "Terminating" : o.Object("status")?.Text("phase") ?? "Unknown"),
        new("Restarts", "string", 0, (o, _) => Restarts(o)),
        age,
        new("IP", "string", 1, (o, _) => o.Object("status")?.Text("podIP") ?? None),
        new("Node", "string", 1, (o, _) => o.Object("spec")?.Text("nodeName") ?? None),
        new("Nominated Node", "string", 1, (o, _) => o.Object("status")?.Text("nominatedNodeName") ?? None),
        new("Readiness Gates", "string", 1, (_, _) => None),
    ];

    private static TableColumn CustomColumn(JsonObject column) => new(
        column.Text("name") ?? "",
        column.Text("type") ?? "string",
        (int)(column.Number("priority") ?? 0),
        (o, time) =>
        {
            var path = (column.Text("jsonPath") ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries);
            var value = o.At(path);
            return column.Text("type") == "date" && value is JsonValue date ? Age(date.ToString(), time) : value?.DeepClone();
        });

    private static string RoleRef(JsonObject binding) => $"{binding.Object("roleRef")?.Text("kind")}/{binding.Object("roleRef")?.Text("name")}";

    private static string Ready(JsonObject pod)
    {
        var ready = pod.Object("status")?.Objects("containerStatuses").Count(c => c.Flag("ready")) ?? 0;
        return $"{ready}/{pod.Object("spec")?.Objects("containers").Count() ?? 0}";
    }

    private static string Restarts(JsonObject pod) =>
        (pod.Object("status")?.Objects("containerStatuses").Sum(c => c.Number("restartCount") ?? 0) ?? 0).ToString(CultureInfo.InvariantCulture);

    private static string Age(JsonObject obj, TimeProvider time) => Age(obj.Metadata().Text("creationTimestamp"), time);

    private static string Age(string? since, TimeProvider time)
    {
        if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, out var start))
            return "<unknown>";
        var age = time.GetUtcNow() - start;
        return age switch
        {
            { TotalMinutes: < 2 } => $"{Math.Max(0, (int)age.TotalSeconds)}s",
            { TotalHours: < 2 } => $"{(int)age.TotalMinutes}m",
            { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
            _ => $"{(int)age.TotalDays}d",
        };
    }
}
