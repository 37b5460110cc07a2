using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Webhooks;

/// <summary>Reads and writes <c>admission.k8s.io/v1 AdmissionReview</c>, what an API server and a webhook exchange.</summary>
internal static class AdmissionReview
{
    /// <summary>Null when there is no request in it.</summary>
    public static AdmissionRequest? Read(JsonNode? review)
    {
        if (review.Object("request") is not { } request)
            return null;
        var (resource, user) = (request.Object("resource"), request.Object("userInfo"));
        return new AdmissionRequest(
            request.Text("operation") ?? "",
            resource.Text("group") ?? "",
            resource.Text("version") ?? "",
            resource.Text("resource") ?? "",
            request.Text("subResource") ?? "",
            request.Object("kind").Text("kind") ?? "",
            request.Text("namespace") ?? "",
            request.Text("name") ?? "",
            request.Object("object"),
            request.Object("oldObject"),
            new UserInfo(user.Text("username") ?? "", [.. user.Texts("groups")], user.Text("uid") ?? ""),
            request.Flag("dryRun") == true);
    }

    /// <param name="review">The review that is answered; its uid comes back.</param>
    public static JsonObject Write(JsonNode? review, WebhookAnswer.Review answer)
    {
        var response = new JsonObject { ["uid"] = review.Object("request").Text("uid") ?? "", ["allowed"] = answer.Allowed };
        if (!answer.Allowed)
        {
            var status = new JsonObject();
            if (answer.Message is not null)
                status["message"] = answer.Message;
            if (answer.Reason is not null)
                status["reason"] = answer.Reason;
            if (answer.Code is { } code)
                status["code"] = code;
            response["status"] = status;
        }

        if (!answer.Warnings.IsDefaultOrEmpty)
            response["warnings"] = new JsonArray([.. answer.Warnings.Select(w => JsonValue.Create(w))]);
        if (answer.Patch is { } patch)
        {
            response["patchType"] = "JSONPatch";
            response["patch"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(patch.ToJsonString()));
        }

        return new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
    }
}
