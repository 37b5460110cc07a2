using System.Collections.Immutable;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Webhooks;

/// <summary>
/// One webhook of a ValidatingWebhookConfiguration or a MutatingWebhookConfiguration as written. What is not written has the default of the
/// version of the API
/// (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/).
/// </summary>
public sealed record WebhookFacts
{
    /// <summary>The name of the object that holds it.</summary>
    public required string Configuration { get; init; }

    /// <summary>As denials quote it.</summary>
    public required string Name { get; init; }

    public required bool IsMutating { get; init; }

    public required MatchResources Match { get; init; }

    public ImmutableArray<NamedExpression> MatchConditions { get; init; } = [];

    /// <summary><c>failurePolicy: Ignore</c>: a request passes when the webhook cannot be called.</summary>
    public bool FailsOpen { get; init; }

    /// <summary><c>sideEffects</c> None or NoneOnDryRun. The server refuses a dry run that would call another.</summary>
    public bool IsSafeForDryRun { get; init; }

    /// <summary>Seconds that the server waits for an answer, 1 to 30.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Null where the server is told a URL.</summary>
    public WebhookService? Service { get; init; }

    /// <summary>Who answers it.</summary>
    public required WebhookOwner Owner { get; init; }
}
