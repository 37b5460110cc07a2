using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Webhooks;

/// <summary>Everything that can come of calling a webhook.</summary>
public abstract record WebhookAnswer
{
    private WebhookAnswer()
    {
    }

    public static WebhookAnswer Allow(params ImmutableArray<string> warnings) => new Review(Allowed: true, Warnings: warnings);

    /// <summary>A denial as Gatekeeper (403, Forbidden) or Kyverno (400, no reason) writes it; the server adds the webhook's name.</summary>
    public static WebhookAnswer Deny(int code, string message, string? reason = null) => new Review(Allowed: false, code, reason, message);

    /// <summary>Allows and changes the object by an RFC 6902 patch.</summary>
    public static WebhookAnswer Patched(JsonArray patch) => new Review(Allowed: true, Patch: patch);

    /// <summary>An AdmissionReview response.</summary>
    /// <param name="Code">The code of <c>response.status</c>; null or below 400 becomes 400 in a denial.</param>
    public sealed record Review(
        bool Allowed,
        int? Code = null,
        string? Reason = null,
        string? Message = null,
        ImmutableArray<string> Warnings = default,
        JsonArray? Patch = null) : WebhookAnswer;

    /// <summary>The webhook answers with an HTTP status other than 2xx.</summary>
    public sealed record HttpError(int Code, string Body = "") : WebhookAnswer;

    /// <summary>Nobody listens.</summary>
    public sealed record Unreachable : WebhookAnswer;

    /// <summary>No answer before the webhook's timeout.</summary>
    public sealed record TimedOut : WebhookAnswer;

    /// <summary>An answer that is no valid review; <paramref name="Problem"/> is the API server's complaint.</summary>
    public sealed record Malformed(string Problem) : WebhookAnswer;
}
