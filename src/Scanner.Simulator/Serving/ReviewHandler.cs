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
    private const string Audience = "https://kubernetes.default.svc";
    private static readonly ResourceType TokenRequests = new("authentication.k8s.io", "v1", "tokenrequests", "TokenRequest", true);

    private readonly ObjectReader _reader = new(store.Catalog, store.Options);

    public static bool Handles(ResourceType type, string subresource) =>
        type.Group is "authorization.k8s.io" or "authentication.k8s.io" || (type.Resource == "serviceaccounts" && subresource == "token");

    /// <exception cref="RefusalException">415: requests are read as JSON or YAML only; 400 and 422: no review.</exception>
    public Answer Create(ApiRequest request)
    {
        WriteHandler.RequireJsonOrYaml(request);
        WriteOptions.Validate(request, store.Options.Version);
        var isToken = request.Info.Subresource == "token";
        var body = _reader.ReadBody(isToken ? request with { Type = TokenRequests } : request).Object;
        if (!isToken)
            ObjectIdentity.SetNamespace(request, body);
        return new Answer.OfJson(201, request.Type.Kind switch
        {
            "SubjectAccessReview" or "LocalSubjectAccessReview" => AccessReview(request, body, Subject(body.ObjectOrNew("spec"))),
            "SelfSubjectAccessReview" => AccessReview(request, body, request.User),
            "SelfSubjectRulesReview" => RulesReview(request, body),
            "SelfSubjectReview" => SelfReview(request, body),
            "TokenReview" => TokenReview(request, body),
            _ => TokenRequest(request, body),
        });
    }

    private JsonObject AccessReview(ApiRequest request, JsonObject body, UserInfo user)
    {
        var spec = body.ObjectOrNew("spec");
        body.Remove("status");
        Record(request, body);
        AccessReviewRules.Check(request, body);
        var decision = authorizer.Decide(user, Attributes(spec));
        var status = new JsonObject { ["allowed"] = decision.Allowed };
        if (decision.Reason.Length > 0)
            status["reason"] = decision.Reason;
        body["status"] = status;
        return body;
    }

    private void Record(ApiRequest request, JsonObject body) =>
        ManagedFields.RecordUpdate(body, null, request.Type, "", request.FieldManager, store.Options.TimeProvider);

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
        var ns = body.ObjectOrNew("spec").Text("namespace") ?? "";
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

    // Tokens of this server are all for the API server itself, as those of a token file are.
    private JsonObject TokenReview(ApiRequest request, JsonObject body)
    {
        var spec = body.ObjectOrNew("spec");
        if (spec.Text("token") is not { Length: > 0 } token)
            throw new RefusalException(ApiErrors.BadRequest("token is required for TokenReview in authentication"));
        body.Remove("status");
        Record(request, body);
        string[] asked = [.. spec.Texts("audiences")];
        var user = asked.Length > 0 && !asked.Contains(Audience, StringComparer.Ordinal) ? null : tokens.Authenticate("Bearer " + token);
        body["status"] = user is null
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" }
            : new JsonObject { ["authenticated"] = true, ["user"] = UserJson(user), ["audiences"] = new JsonArray(Audience) };
        return body;
    }

    private JsonObject TokenRequest(ApiRequest request, JsonObject body)
    {
        if (store.Find(request.Type, request.ObjectNamespace, request.Info.Name) is null)
            throw new RefusalException(ApiErrors.NotFound(request.Type, request.Info.Name));
        var lifetime = body.ObjectOrNew("spec").Number("expirationSeconds") ?? 3600;
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
