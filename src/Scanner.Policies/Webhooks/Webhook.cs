using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Webhooks;

/// <summary>
/// A webhook whose conditions are compiled. Whether the server calls it is decided here; what it answers is not. Source:
/// apiserver/pkg/admission/plugin/webhook/generic, <c>ShouldCallHook</c>.
/// </summary>
public sealed class Webhook
{
    private readonly MatchConditions? _conditions;
    private readonly string? _error;

    internal Webhook(WebhookFacts facts, BackendHealth health, CelEnvironment environment)
    {
        (Facts, Health) = (facts, health);
        (_conditions, _error) = MatchConditions.Compile(facts.MatchConditions, environment);
    }

    public WebhookFacts Facts { get; }

    public BackendHealth Health { get; }

    /// <summary>
    /// Why nobody answers for the request: <see cref="PolicyDecision.NotMatched"/> where the webhook is not called,
    /// <see cref="PolicyDecision.Failed"/> where the call fails, <see cref="PolicyDecision.Unknown"/> where it is not known whether it is
    /// called. Null where the webhook is called and the answer is that of its backend.
    /// </summary>
    public PolicyDecision? WhyNoAnswer(AdmissionRequest request)
    {
        if (WhyNotCalled(request) is { } decision)
            return decision;
        if (request.IsDryRun && !Facts.IsSafeForDryRun)
            return new PolicyDecision.Failed($"admission webhook \"{Facts.Name}\" does not support dry run", IsDenied: true) { IsOfDryRun = true };
        return Health == BackendHealth.NoEndpoint
            ? new PolicyDecision.Failed($"failed calling webhook \"{Facts.Name}\": its service has no ready endpoint", !Facts.FailsOpen)
            : null;
    }

    /// <summary>The same of the server alone: null where it calls the webhook, whether that is answered or not.</summary>
    public PolicyDecision? WhyNotCalled(AdmissionRequest request)
    {
        if (Facts.Match.WhyNot(request) is { } why)
            return new PolicyDecision.NotMatched($"webhook {Facts.Name}: {why}");
        if (Conditions(request) is { } decision)
            return decision;
        return Facts.Match.WhatIsUnknown(request) is { } what ? new PolicyDecision.Unknown(what) : null;
    }

    private PolicyDecision? Conditions(AdmissionRequest request)
    {
        if (Facts.MatchConditions.IsEmpty)
            return null;
        // The server took the expression: that it does not compile here says nothing of what it comes to there.
        if (_conditions is null)
            return new PolicyDecision.Unknown($"a condition of webhook {Facts.Name} that is not understood: {_error}");
        var (matched, name) = _conditions.Evaluate(RequestVariables.Values(request, null));
        return matched switch
        {
            { IsTrue: true } => null,
            { IsFalse: true } => new PolicyDecision.NotMatched($"webhook {Facts.Name}: its matchCondition {name} is false"),
            CelUnknown unknown => new PolicyDecision.Unknown(unknown.What),
            CelError error => Failure(error.Message),
            _ => Failure("a matchCondition is no boolean"),
        };
    }

    /// <summary>A webhook that fails open is passed over when its conditions cannot be evaluated.</summary>
    private PolicyDecision Failure(string error) => Facts.FailsOpen
        ? new PolicyDecision.NotMatched($"webhook {Facts.Name}: {error}, and failurePolicy is Ignore")
        : new PolicyDecision.Failed($"webhook {Facts.Name}: {error}", IsDenied: true);
}
