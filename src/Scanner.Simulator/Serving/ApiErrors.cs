using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Security;

namespace Scanner.Simulator.Serving;

/// <summary>Refusals in the words of a real API server.</summary>
internal static class ApiErrors
{
    public static ApiStatus Unauthorized() => ApiStatus.Failure(401, "Unauthorized", "Unauthorized");

    public static ApiStatus NotFound(ResourceType type, string name) => NotFound(type.Group, type.Resource, name);

    public static ApiStatus NotFound(string group, string resource, string name) =>
        ApiStatus.Failure(404, "NotFound", $"{Qualified(group, resource)} \"{name}\" not found", Details(group, resource, name));

    /// <summary>An unknown resource of a served group, or an unknown version of it.</summary>
    public static ApiStatus NoSuchResource() =>
        ApiStatus.Failure(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiStatus MethodNotAllowed() =>
        ApiStatus.Failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiStatus AlreadyExists(ResourceType type, string name) =>
        ApiStatus.Failure(409, "AlreadyExists", $"{type.QualifiedResource} \"{name}\" already exists", Details(type.Group, type.Resource, name));

    public static ApiStatus Conflict(ResourceType type, string name, string why) => ApiStatus.Failure(
        409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedResource} \"{name}\": {why}", Details(type.Group, type.Resource, name));

    public static ApiStatus Modified(ResourceType type, string name) => Conflict(
        type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiStatus BadRequest(string message) => ApiStatus.Failure(400, "BadRequest", message);

    /// <summary>A JSON patch that cannot be applied: the real server does not say why.</summary>
    public static ApiStatus UnprocessablePatch() =>
        ApiStatus.Failure(422, "Invalid", "the server rejected our request due to an error in our request", []);

    public static ApiStatus UnsupportedMediaType(string message = "415: Unsupported Media Type", bool details = true) =>
        ApiStatus.Failure(415, "UnsupportedMediaType", message, details ? [] : null);

    public static ApiStatus NotAcceptable() => ApiStatus.Failure(
        406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf");

    /// <summary>The router's refusal, before anything is looked at.</summary>
    public static ApiStatus NotAcceptable(IReadOnlyList<string> served) => ApiStatus.Failure(
        406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {string.Join(", ", served)}", []);

    public static ApiStatus TooLarge(int limit) =>
        ApiStatus.Failure(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    /// <summary>An authenticated user without the permission.</summary>
    /// <param name="reason">The authorizer's, if it has one.</param>
    public static ApiStatus Forbidden(UserInfo user, AccessAttributes access, string reason)
    {
        var because = reason.Length > 0 ? ": " + reason : "";
        if (access.Path is { } path)
        {
            return ApiStatus.Failure(
                403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {access.Verb} path \"{path}\"{because}", []);
        }

        var what = Qualified(access.Group, access.Resource) + (access.Name.Length > 0 ? $" \"{access.Name}\"" : "");
        var where = access.Namespace.Length > 0 ? $"in the namespace \"{access.Namespace}\"" : "at the cluster scope";
        return Forbidden(
            access.Group,
            access.Resource,
            access.Name,
            what,
            $"User \"{user.Name}\" cannot {access.Verb} resource \"{access.CombinedResource}\" in API group \"{access.Group}\" {where}{because}");
    }

    public static ApiStatus Forbidden(ResourceType type, string name, string why) =>
        Forbidden(type.Group, type.Resource, name, $"{type.QualifiedResource} \"{name}\"", why);

    /// <summary>422 for an object of a kind. Several causes are listed in brackets, as field.ErrorList prints them.</summary>
    public static ApiStatus Invalid(string group, string kind, string name, params IReadOnlyList<FieldCause> causes)
    {
        var texts = causes.Select(c => $"{c.Field}: {c.Message}").Distinct(StringComparer.Ordinal).ToArray();
        var qualified = group.Length == 0 ? kind : kind + "." + group;
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        if (kind.Length > 0)
            details["kind"] = kind;
        details["causes"] = new JsonArray([.. causes.Select(JsonNode (c) =>
            new JsonObject { ["reason"] = c.Reason, ["message"] = c.Message, ["field"] = c.Field })]);
        var text = texts.Length == 1 ? texts[0] : "[" + string.Join(", ", texts) + "]";
        return ApiStatus.Failure(422, "Invalid", $"{qualified} \"{name}\" is invalid: {text}", details);
    }

    /// <summary>A continue token or a watch from before the history. The token, when given, goes on inconsistently.</summary>
    public static ApiStatus Expired(string message, string? inconsistentToken = null)
    {
        var status = ApiStatus.Failure(410, "Expired", message);
        if (inconsistentToken is not null)
            status.Body["metadata"] = new JsonObject { ["continue"] = inconsistentToken };
        return status;
    }

    public static ApiStatus TooLargeVersion(long asked, long current) => ApiStatus.Failure(
        504,
        "Timeout",
        $"Timeout: Too large resource version: {asked}, current: {current}",
        new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        });

    private static ApiStatus Forbidden(string group, string resource, string name, string what, string why) =>
        ApiStatus.Failure(403, "Forbidden", $"{what} is forbidden: {why}", Details(group, resource, name));

    private static string Qualified(string group, string resource) => group.Length == 0 ? resource : resource + "." + group;

    private static JsonObject Details(string group, string resource, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        details["kind"] = resource;
        return details;
    }
}
