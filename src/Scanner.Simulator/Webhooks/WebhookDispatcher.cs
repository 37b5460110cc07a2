using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Admission.Matching;
using Scanner.Simulator.Admission.Policies;
using Scanner.Simulator.Api;
using Scanner.Simulator.Patching;

namespace Scanner.Simulator.Webhooks;

/// <summary>Asks the mutating or validating webhooks that match a request, in the order of their configurations' names.</summary>
/// <remarks>
/// A real server asks validating webhooks at the same time and reports whichever refuses first; here it is always the first by name.
/// Mutating webhooks are not asked again after later ones changed the object (<c>reinvocationPolicy</c>).
/// </remarks>
internal sealed class WebhookDispatcher(IClusterView cluster, AdmissionPlugins plugins)
{
    private readonly RequestMatcher _matcher = new(cluster);

    public PluginAnswer Validate(AdmissionRequest request)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        ApiStatus? refusal = null;
        foreach (var webhook in Webhooks("validatingwebhookconfigurations", request))
        {
            var (review, refused) = Ask(webhook, request);
            Collect(review, warnings);
            refusal ??= refused;
        }

        return new PluginAnswer(warnings.ToImmutable(), refusal);
    }

    public AdmissionOutcome Mutate(AdmissionRequest request)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        foreach (var webhook in Webhooks("mutatingwebhookconfigurations", request))
        {
            var (review, refusal) = Ask(webhook, request);
            Collect(review, warnings);
            if (refusal is null && review?.Patch is { } patch && request.Object is { } current)
                (request, refusal) = Apply(webhook, patch, current, request);
            if (refusal is not null)
                return new AdmissionOutcome(request.Object, warnings.ToImmutable(), refusal);
        }

        return new AdmissionOutcome(request.Object, warnings.ToImmutable(), null);
    }

    private static (AdmissionRequest Request, ApiStatus? Refusal) Apply(JsonObject webhook, JsonArray patch, JsonObject current, AdmissionRequest request)
    {
        try
        {
            return (request with { Object = JsonPatch.Apply(current, patch) as JsonObject ?? throw new PatchException("the patched document is not an object") }, null);
        }
        catch (PatchException problem)
        {
            var text = $"failed calling webhook {GoText.Quote(NameOf(webhook))}: received invalid webhook response: {problem.Message}";
            return (request, FailsOpen(webhook) ? null : AdmissionStatus.InternalError(text));
        }
    }

    private IEnumerable<JsonObject> Webhooks(string resource, AdmissionRequest request) => RequestMatcher.IsExempt(request)
        ? []
        : cluster.List("admissionregistration.k8s.io", resource).SelectMany(c => c.Objects("webhooks")).Where(w => _matcher.MatchesWebhook(w, request));

    /// <summary>The review, when there was one that allows; else why the request is refused, or neither when the webhook fails open.</summary>
    private (WebhookAnswer.Review? Review, ApiStatus? Refusal) Ask(JsonObject webhook, AdmissionRequest request)
    {
        var name = NameOf(webhook);
        var ns = request.Namespace.Length == 0 ? null : cluster.Get("", "namespaces", null, request.Namespace);
        var matches = MatchConditions.Evaluate(webhook, new CelContext(name, "", request, null, ns), plugins.Evaluate, out var conditionError);
        if (matches == false || (matches is null && FailsOpen(webhook)))
            return default;
        if (matches is null)
            return (null, AdmissionStatus.Forbidden(request, conditionError!));
        if (request.DryRun && webhook.Text("sideEffects") is not ("None" or "NoneOnDryRun"))
            return (null, ApiStatus.Failure(400, "BadRequest", $"admission webhook {GoText.Quote(name)} does not support dry run"));

        var endpoint = WebhookEndpoint.Of(webhook.Object("clientConfig"));
        var answer = plugins.Webhook(endpoint.Url)?.Invoke(request) ?? new WebhookAnswer.Unreachable();
        var timeout = (int)(webhook.Number("timeoutSeconds") ?? 10);
        if (WebhookFailure.Describe(name, timeout, endpoint, answer, cluster) is { } failure)
            return FailsOpen(webhook) ? default : (null, AdmissionStatus.InternalError(failure));
        var review = (WebhookAnswer.Review)answer;
        return (review, review.Allowed ? null : Denied(name, review));
    }

    private static ApiStatus Denied(string webhook, WebhookAnswer.Review review)
    {
        var explanation = string.IsNullOrEmpty(review.Message) ? review.Reason : review.Message;
        var text = $"admission webhook {GoText.Quote(webhook)} denied the request"
            + (string.IsNullOrEmpty(explanation) ? " without explanation" : ": " + explanation);
        return ApiStatus.Failure(Math.Max(review.Code ?? 0, 400), string.IsNullOrEmpty(review.Reason) ? null : review.Reason, text);
    }

    private static void Collect(WebhookAnswer.Review? review, ImmutableArray<string>.Builder warnings)
    {
        if (review is { Warnings.IsDefault: false })
            warnings.AddRange(review.Warnings);
    }

    private static bool FailsOpen(JsonObject webhook) => webhook.Text("failurePolicy") == "Ignore";

    private static string NameOf(JsonObject webhook) => webhook.Text("name") ?? "";
}
