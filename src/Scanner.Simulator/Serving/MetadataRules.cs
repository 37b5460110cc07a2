using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The validation of metadata that all kinds share (k8s.io/apimachinery/pkg/api/validation).</summary>
internal static class MetadataRules
{
    private const string Invalid = "FieldValueInvalid";
    private static readonly string[] StandardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

    public static IReadOnlyList<FieldCause> Create(ResourceType type, JsonObject obj)
    {
        var causes = new List<FieldCause>();
        if (obj.Name().Length == 0)
            causes.Add(new("FieldValueRequired", "Required value: name or generateName is required", "metadata.name"));
        else
            causes.AddRange(NameErrors(type, obj.Name()).Select(e => Bad("metadata.name", obj.Name(), e)));
        Common(obj, causes);
        return causes;
    }

    public static IReadOnlyList<FieldCause> Update(JsonObject obj)
    {
        var causes = new List<FieldCause>();
        Common(obj, causes);
        return causes;
    }

    public static IReadOnlyList<FieldCause> ChangedUid(JsonObject obj, JsonObject old) =>
        obj.Metadata().Text("uid") is { Length: > 0 } uid && uid != old.Metadata().Text("uid") ? [Bad("metadata.uid", uid, "field is immutable")] : [];

    private static void Common(JsonObject obj, List<FieldCause> causes)
    {
        var metadata = obj.Metadata();
        foreach (var (key, value) in metadata.Object("annotations") ?? [])
            causes.AddRange(NameSyntax.KeyErrors(key.ToLowerInvariant()).Select(e => Bad("metadata.annotations", key, e)));
        foreach (var (key, value) in metadata.Object("labels") ?? [])
        {
            causes.AddRange(NameSyntax.KeyErrors(key).Select(e => Bad("metadata.labels", key, e)));
            var text = value?.ToString() ?? "";
            causes.AddRange(NameSyntax.ValueErrors(text).Select(e => Bad("metadata.labels", text, e)));
        }

        Owners(metadata, causes);
        foreach (var (finalizer, index) in metadata.Texts("finalizers").Select((f, i) => (f, i)))
        {
            var field = $"metadata.finalizers[{index}]";
            causes.AddRange(NameSyntax.KeyErrors(finalizer).Select(e => Bad(field, finalizer, e)));
            if (!finalizer.Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(finalizer, StringComparer.Ordinal))
                causes.Add(Bad(field, finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
        }
    }

    private static void Owners(JsonObject metadata, List<FieldCause> causes)
    {
        var owners = metadata.Objects("ownerReferences").ToArray();
        foreach (var owner in owners)
        {
            foreach (var (field, error) in new[]
            {
                ("apiVersion", "version must not be empty"), ("kind", "must not be empty"), ("name", "must not be empty"), ("uid", "must not be empty"),
            })
            {
                if (string.IsNullOrEmpty(owner.Text(field)))
                    causes.Add(Bad("metadata.ownerReferences." + field, "", error));
            }
        }

        var controllers = owners.Where(o => o.Flag("controller")).Select(o => $"{o.Text("kind")}/{o.Text("name")}").ToArray();
        if (controllers.Length > 1)
        {
            causes.Add(new(
                Invalid,
                $"Invalid value: {JsonText.ToText(metadata["ownerReferences"]!)}: Only one reference can have Controller set to true. "
                + $"Found \"true\" in references for {controllers[0]} and {controllers[1]}",
                "metadata.ownerReferences"));
        }
    }

    private static IEnumerable<string> NameErrors(ResourceType type, string name) => type.Kind switch
    {
        "Namespace" or "Service" when type.Group.Length == 0 => NameSyntax.LabelErrors(name),
        "Role" or "ClusterRole" or "RoleBinding" or "ClusterRoleBinding" => NameSyntax.PathSegmentErrors(name),
        _ => NameSyntax.SubdomainErrors(name),
    };

    private static FieldCause Bad(string field, string value, string why) => new(Invalid, $"Invalid value: {GoText.Quote(value)}: {why}", field);
}
