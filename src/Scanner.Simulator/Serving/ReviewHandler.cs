using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Security;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Answers what is created but never stored: access and identity reviews, service account tokens.</summary>
internal sealed class ReviewHandler(ClusterStore store, RbacAuthorizer authorizer, TokenRegistry tokens)
{
    public static bool Handles(ResourceType type, string subresource) =>
        type.Group is "authorization.k8s.io" or "authentication.k8s.io" || (type.Resource == "serviceaccounts" && subresource == "token");

    /// <exception cref="RefusalException">415: requests are read as JSON or YAML only.</exception>
    public Answer Create(ApiRequest request)
    {
        WriteHandler.RequireJsonOrYaml(request);
        var body = request.BodyObject();
        body["kind"] = request.Info.Subresource == "token" ? "TokenRequest" : request.Type.Kind;
        body["apiVersion"] = request.Info.Subresource == "token" ? "authentication.k8s.io/v1" : request.Type.ApiVersion;
        body.Metadata();
        body.ObjectOrNew("spec");
        return new Answer.OfJson(201, request.Type.Kind switch
        {
            "SubjectAccessReview" or "LocalSubjectAccessReview" => AccessReview(request, body, Subject(body.Object("spec")!)),
            "SelfSubjectAccessReview" => AccessReview(request, body, request.User),
            "SelfSubjectRulesReview" => RulesReview(request, body),
            "SelfSubjectReview" => SelfReview(request, body),
            "TokenReview" => TokenReview(body),
            _ => TokenRequest(request, body),
        });
    }

    private JsonObject AccessReview(ApiRequest request, JsonObject body, UserInfo user)
    {
        var spec = body.Object("spec")!;
        var decision = authorizer.Decide(user, Attributes(spec));
        ManagedFields.RecordUpdate(body, null, request.Type, "", request.FieldManager, store.Options.TimeProvider);
        var status = new JsonObject { ["allowed"] = decision.Allowed };
        if (decision.Reason.Length > 0)
            status["reason"] = decision.Reason;
        body["status"] = status;
        return body;
    }

    private static AccessAttributes Attributes(JsonObject spec)
    {
        if (spec.Object("nonResourceAttributes") is { } path)
            return new AccessAttributes(path.Text("verb") ?? "", Path: path.Text("path") ?? "");
        var resource = spec.Object("resourceAttributes") ?? [];
        return new AccessAttributes(
            resource.Text("verb") ?? "",
            resource.Text("group") ?? "",
            resource.Text("resource") ?? "",
            resource.Text("subresource") ?? "",
            resource.Text("namespace") ?? "",
            resource.Text("name") ?? "");
    }

    private static UserInfo Subject(JsonObject spec) =>
        new(spec.Text("user") ?? "", [.. spec.Texts("groups")], spec.Text("uid") ?? "");

    private JsonObject RulesReview(ApiRequest request, JsonObject body)
    {
        var ns = body.Object("spec")!.Text("namespace") ?? "";
        if (ns.Length == 0)
            throw new RefusalException(ApiErrors.BadRequest("no namespace on request"));
        var rules = authorizer.Rules(request.User, ns).Select(r => r.Rule).ToArray();
        body["spec"] = new JsonObject();
        body["status"] = new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(r => !r.ContainsKey("nonResourceURLs")).Select(r => r.DeepClone())]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(r => r.ContainsKey("nonResourceURLs")).Select(r => r.DeepClone())]),
            ["incomplete"] = false,
        };
        return body;
    }

    private JsonObject SelfReview(ApiRequest request, JsonObject body)
    {
        body.Remove("spec");
        body.Metadata()["creationTimestamp"] = ObjectMetadata.Timestamp(store.Options.TimeProvider);
        body["status"] = new JsonObject { ["userInfo"] = UserJson(request.User) };
        return body;
    }

    private JsonObject TokenReview(JsonObject body)
    {
        var user = tokens.Authenticate("Bearer " + body.Object("spec")!.Text("token"));
        body["status"] = user is null
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" }
            : new JsonObject { ["authenticated"] = true, ["user"] = UserJson(user) };
        return body;
    }

    private JsonObject TokenRequest(ApiRequest request, JsonObject body)
    {
        if (store.Find(request.Type, request.ObjectNamespace, request.Info.Name) is null)
            throw new RefusalException(ApiErrors.NotFound(request.Type, request.Info.Name));
        var lifetime = body.Object("spec")!.Number("expirationSeconds") ?? 3600;
        body["status"] = new JsonObject
        {
            ["token"] = tokens.Issue(request.ObjectNamespace, request.Info.Name),
            ["expirationTimestamp"] = store.Options.TimeProvider.GetUtcNow().AddSeconds(lifetime).UtcDateTime
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        return body;
    }

    private static JsonObject UserJson(UserInfo user)
    {
        var json = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
            json["uid"] = user.Uid;
        json["groups"] = new JsonArray([.. user.Groups.Select(g => JsonValue.Create(g))]);
        return json;
    }
}
