namespace Scanner.Core.Admission.Policies;

/// <summary>A validating webhook that sees the update of <c>pods/ephemeralcontainers</c>, with <c>failurePolicy: Ignore</c>.</summary>
/// <param name="Configuration">The name of the object that holds it.</param>
/// <param name="Webhook">As denials quote it.</param>
/// <param name="Index">Where the configuration lists it.</param>
/// <param name="IsUnanswered">Its Service has no ready endpoint.</param>
public sealed record OpenWebhook(string Configuration, string Webhook, int Index, bool IsUnanswered);
