using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The API validation of built-in types that clients of this project can run into.</summary>
internal static class BuiltInRules
{
    /// <exception cref="RefusalException">422.</exception>
    public static void CheckCreate(ResourceType type, JsonObject obj)
    {
        if (obj.Name().Length == 0)
            throw Invalid(type, obj, ("FieldValueRequired", "Required value: name or generateName is required", "metadata.name"));
        if (type.Kind == "Event" && (obj.Object("regarding") ?? obj.Object("involvedObject")) is { } about)
            CheckEvent(type, obj, about);
        if (type.Kind is "RoleBinding" or "ClusterRoleBinding" && obj.Object("roleRef")?.Text("name") is not { Length: > 0 })
            throw Invalid(type, obj, ("FieldValueRequired", "Required value", "roleRef.name"));
    }

    // An event lives in the namespace of what it is about, in "default" when that is cluster-scoped.
    private static void CheckEvent(ResourceType type, JsonObject obj, JsonObject about)
    {
        var ns = about.Text("namespace") ?? "";
        if (ns == obj.Namespace() || (ns.Length == 0 && obj.Namespace() == "default"))
            return;
        throw Invalid(
            type with { Group = "" },
            obj,
            ("FieldValueInvalid", $"Invalid value: \"{ns}\": does not match event.namespace", "involvedObject.namespace"));
    }

    private static RefusalException Invalid(ResourceType type, JsonObject obj, (string Reason, string Message, string Field) cause) =>
        new(ApiErrors.Invalid(type.Group, type.Kind, obj.Name(), cause));
}
