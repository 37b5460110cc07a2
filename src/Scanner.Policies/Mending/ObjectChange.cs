using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Mending;

/// <summary>A change of one object, to be tried.</summary>
internal sealed record ObjectChange(string Group, string Kind, ObjectPatch Patch)
{
    /// <summary>False where an engine makes the change itself once the others are made, as Kyverno registers its webhook by its policies.</summary>
    public bool IsTold { get; init; } = true;

    public static ObjectChange Of(JsonElement item, IEnumerable<JsonNode> operations)
    {
        var (group, kind) = (PolicyObjects.GroupOf(MatchReader.Text(item, "apiVersion")), MatchReader.Text(item, "kind"));
        var metadata = MatchReader.Child(item, "metadata");
        var resource = AdmissionKinds.All.FirstOrDefault(k => k.Group == group && k.Kind == kind)?.Resource ?? kind.ToLowerInvariant();
        var patch = new ObjectPatch(
            $"{resource}.{group}", MatchReader.Text(metadata, "namespace"), MatchReader.Text(metadata, "name"), new JsonArray([.. operations]).ToJsonString());
        return new ObjectChange(group, kind, patch);
    }

    public static JsonObject Operation(string op, string path, JsonNode value) => new() { ["op"] = op, ["path"] = path, ["value"] = value };

    public bool IsOf(JsonElement item)
    {
        var metadata = MatchReader.Child(item, "metadata");
        return MatchReader.Text(item, "kind") == Kind
            && PolicyObjects.GroupOf(MatchReader.Text(item, "apiVersion")) == Group
            && (MatchReader.Text(metadata, "namespace"), MatchReader.Text(metadata, "name")) == (Patch.Namespace, Patch.Name);
    }
}
