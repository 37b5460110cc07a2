using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Webhooks;

/// <summary>The Service in front of a webhook.</summary>
public sealed record WebhookService(string Namespace, string Name);
