using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Remedies;

/// <summary>Commands of kubectl. Objects are named so that no name is taken for a flag or for a label.</summary>
internal static class Kubectl
{
    // Readable for names in any script; what cannot be seen is escaped afterwards.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="ns">Null for a cluster-scoped object.</param>
    public static Command Delete(string resource, string? ns, string name) => On("delete", resource, ns, name);

    /// <summary>Opens the object in an editor.</summary>
    /// <param name="ns">Null for a cluster-scoped object.</param>
    public static Command Edit(string resource, string? ns, string name) => On("edit", resource, ns, name);

    /// <param name="type"><c>json</c> or <c>merge</c>.</param>
    public static Command Patch(string resource, string? ns, string name, string type, JsonNode patch) =>
        On("patch", resource, ns, name, $"--type={type}", "-p", Text(patch));

    public static ImmutableArray<Command> Patches(ImmutableArray<ObjectPatch> patches) =>
        [.. patches.Select(p => Patch(p.Resource, p.Namespace.Length == 0 ? null : p.Namespace, p.Name, "json", JsonNode.Parse(p.Json)!))];

    /// <summary>Sets labels, whatever they were.</summary>
    /// <param name="ns">Null for one that the reader must choose.</param>
    public static Command LabelNamespace(string? ns, string key, string value) =>
        Command.Of("kubectl", "label", "--overwrite", "namespace", Word.InNamespace(ns), $"{key}={value}");

    /// <summary>
    /// Creates the objects, or makes them so. One that is there under the same name must be of the same making. They need no check against a
    /// schema, which kubectl would have to fetch.
    /// </summary>
    /// <param name="ns">Where they go; null for a namespace that the reader must choose.</param>
    public static Command Apply(string? ns, params ReadOnlySpan<JsonNode> objects) => Apply(["-n", Word.InNamespace(ns)], objects);

    /// <summary>The same for objects of the cluster.</summary>
    public static Command ApplyToCluster(params ReadOnlySpan<JsonNode> objects) => Apply([], objects);

    /// <summary>Asks the server whether the subject has a right, and fails where it does not.</summary>
    /// <param name="resource">With the name of one object, if it is about that only: <c>pods/web</c>.</param>
    public static Command CanI(Subject subject, string? ns, string verb, string resource, string? subresource = null)
    {
        Word[] what = subresource is null ? [verb, resource] : [verb, resource, $"--subresource={subresource}"];
        return Command.Of(["kubectl", "auth", "can-i", .. what, "-n", Word.InNamespace(ns), .. As(subject)]);
    }

    private static Command Apply(ReadOnlySpan<Word> place, ReadOnlySpan<JsonNode> objects)
    {
        var list = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. objects]) };
        return Command.Of(["kubectl", "apply", "--validate=false", .. place, "-f", "-"]) with { Input = Text(list) };
    }

    private static Command On(string verb, string resource, string? ns, string name, params ReadOnlySpan<Word> rest)
    {
        Word[] place = ns is null ? [] : ["-n", ns];
        Word[] named = name.StartsWith('-') ? ["--", name] : [name];
        return Command.Of(["kubectl", verb, resource, .. place, .. rest, .. named]);
    }

    // A group cannot ask by itself; who in it asks makes no difference.
    private static ImmutableArray<Word> As(Subject subject) => subject.UserName is { } user
        ? [$"--as={user}"]
        : ["--as=ephemeral-scanner-trial", $"--as-group={subject.Name}"];

    private static string Text(JsonNode json) => PlainText.Visible(json.ToJsonString(s_json));
}
