namespace Scanner.Core.Admission.Answers;

/// <summary>The policy engine behind a webhook, as far as the webhook's name shows it.</summary>
internal enum WebhookEngine : byte
{
    Unknown,
    Gatekeeper,
    Kyverno,

    /// <summary>Kyverno's policies in CEL (policies.kyverno.io), whose resource rules the user writes.</summary>
    KyvernoCel,
}
