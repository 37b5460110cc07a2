using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>Whether an object is the one that the URL names.</summary>
internal static class ObjectIdentity
{
    /// <summary>Puts the namespace of the URL into the object; none into a cluster-scoped one.</summary>
    /// <exception cref="RefusalException">It names another.</exception>
    public static void SetNamespace(ApiRequest request, JsonObject obj)
    {
        var (given, wanted) = (obj.Namespace(), request.ObjectNamespace);
        if (wanted.Length == 0)
            obj.Metadata().Remove("namespace");
        else if (given.Length > 0 && given != wanted)
            throw new RefusalException(ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request"));
        else
            obj.Metadata()["namespace"] = wanted;
    }

    /// <exception cref="RefusalException">The object has no name, or another.</exception>
    public static void CheckName(ApiRequest request, JsonObject obj)
    {
        var name = obj.Name();
        if (name.Length == 0)
            throw new RefusalException(ApiErrors.BadRequest($"the name of the object ({request.Info.Name} based on URL) was undeterminable: name must be provided"));
        if (name != request.Info.Name)
            throw new RefusalException(ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Info.Name})"));
    }

    /// <exception cref="RefusalException">A custom resource says it is something else.</exception>
    public static void CheckCustomKind(ResourceType type, JsonObject obj)
    {
        var (apiVersion, kind) = (obj.Text("apiVersion") ?? "", obj.Text("kind") ?? "");
        if (apiVersion != type.ApiVersion)
        {
            throw new RefusalException(ApiErrors.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({type.ApiVersion})"));
        }

        if (kind != type.Kind)
        {
            throw new RefusalException(ApiErrors.Invalid(
                type.Group, kind, obj.Name(), new FieldCause("FieldValueInvalid", $"Invalid value: \"{kind}\": must be {type.Kind}", "kind")));
        }
    }
}
