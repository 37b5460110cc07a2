using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Scopes;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.CelPolicies;

/// <summary>An ImageValidatingPolicy: whether it is for a request is known, what it finds in the registry is not.</summary>
internal sealed class ImagePolicy(CelValue policy, KyvernoObjects shared) : IScopedPolicy
{
    private readonly MatchResources? _match = Tree.Get(policy, "spec", "matchConstraints") is { } match ? JsonOf.Read(match) : null;

    public PolicyIdentity Identity { get; } =
        KyvernoIdentity.Of(policy);

    public PolicyScope Scope => field ??= KyvernoScope.OfExpressions(policy, shared);

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) => shared.MayBeFor(Identity, space, labels, areLabelsKnown);

    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) => shared.ExemptionOf(Identity, space, labels);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Decision(request))];

    private PolicyDecision Decision(AdmissionRequest request)
    {
        var why = _match is null ? "it has no matchConstraints"
            : Identity.Namespace.Length > 0 && request.Namespace != Identity.Namespace ? $"it is for namespace {Identity.Namespace}"
            : _match.WhyNot(request);
        if (why is not null)
            return new PolicyDecision.NotMatched(why);
        if (shared.Webhooks.WhyNotCalled("ivpol.validate.kyverno.svc", Tree.Text(policy, "spec", "failurePolicy") == "Ignore", Identity.Name, request) is { } called)
            return called;
        var actions = Tree.Texts(policy, "spec", "validationActions");
        return new PolicyDecision.Unknown("the signatures of images") { CanDeny = actions.IsEmpty || actions.Contains("Deny") };
    }
}
