using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Rules;
using Scanner.Policies.Kyverno.Scopes;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.CelPolicies;

/// <summary>
/// A ValidatingPolicy or NamespacedValidatingPolicy of <c>policies.kyverno.io</c>. Its webhook gets its resourceRules as they are written:
/// <c>pods</c> alone never brings ephemeral containers.
/// </summary>
internal sealed class ValidatingPolicy : IScopedPolicy, IWordedPolicy
{
    private readonly CelValue _policy;
    private readonly KyvernoObjects _shared;
    private readonly CelSpec _spec;
    private readonly Lazy<CelSpec[]> _forWorkloads;
    private readonly CelExceptions _exceptions;

    public ValidatingPolicy(CelValue policy, KyvernoObjects shared)
    {
        (_policy, _shared) = (policy, shared);
        var kind = Tree.Text(policy, "kind");
        Identity = KyvernoIdentity.Of(policy);
        var spec = Tree.Get(policy, "spec") ?? CelTable.Empty;
        _spec = new CelSpec(spec, Identity.Name);
        // Hardly a request is for a workload, and each of them would be compiled for itself.
        _forWorkloads = new Lazy<CelSpec[]>(() => [.. CelAutogen.Of(spec).Select(s => new CelSpec(s, Identity.Name))]);
        _exceptions = new CelExceptions(shared.Objects, kind, Identity.Name);
    }

    public PolicyIdentity Identity { get; }

    private string Webhook => IsNamespaced ? "nvpol.validate.kyverno.svc" : "vpol.validate.kyverno.svc";

    private bool FailsOpen => Tree.Text(_policy, "spec", "failurePolicy") == "Ignore";

    private bool IsNamespaced => Identity.Kind.StartsWith("Namespaced", StringComparison.Ordinal);

    public IEnumerable<string> Words => Tree.Words(Tree.Get(_policy, "spec"));

    public PolicyScope Scope => field ??= KyvernoScope.OfExpressions(_policy, _shared);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) =>
        [new RuleDecision("", WhyNotCalled(request) is { } why ? new PolicyDecision.NotMatched(why) { Exemption = _shared.Webhooks.ExemptionOf(Webhook, FailsOpen, Identity.Name, request) } : Decision(Run(request)))];

    /// <summary>What the policy says, without what is made of it.</summary>
    public RuleResult Run(AdmissionRequest request)
    {
        if (IsNamespaced && request.Namespace != Identity.Namespace)
            return RuleResult.Of(RuleStatus.NotMatched, $"it is for namespace {Identity.Namespace}");
        var spec = SpecFor(request);
        if (spec is null)
            return RuleResult.Of(RuleStatus.NotMatched, _spec.WhyNot(request)! + (_shared.Webhooks.AreKnown ? "" : ", and Kyverno would register its webhook with these rules alone"));
        var (whole, isPass, undecided, allowed) = _exceptions.For(CelVariables.Values(request, CelNull.Value));
        if (whole is not null)
            return RuleResult.Of(isPass ? RuleStatus.Pass : RuleStatus.Skip, $"rule is {(isPass ? "passed" : "skipped")} due to policy exception: {whole}") with { Exemption = $"PolicyException {whole}" };
        if (undecided is CelError error)
            return RuleResult.Of(RuleStatus.Error, "failed to load context: " + error.Message);
        var result = spec.Evaluate(CelVariables.Values(request, allowed));
        if (spec.WhatIsUnknown(request) is { } open)
            undecided ??= CelUnknown.Of(open);
        return undecided is CelUnknown unknown && result.Status is RuleStatus.Fail or RuleStatus.Error ? RuleResult.Depends((CelUnknown)undecided!) : result;
    }

    private CelSpec? SpecFor(AdmissionRequest request)
    {
        if (_spec.WhyNot(request) is null)
            return _spec;
        return request.Resource.Resource == "pods" ? null : Array.Find(_forWorkloads.Value, s => s.WhyNot(request) is null);
    }

    private string? WhyNotCalled(AdmissionRequest request)
    {
        if (Tree.Flag(_policy, "spec", "evaluation", "admission", "enabled") == false)
            return "evaluation.admission is not enabled: it only reports in the background";
        if (Tree.Text(_policy, "spec", "evaluation", "mode") is { Length: > 0 } mode && mode != "Kubernetes")
            return $"its evaluation mode is {mode}: it judges no requests of the API server";
        if (Tree.Flag(_policy, "status", "generated") == true)
            return "Kyverno has made a ValidatingAdmissionPolicy of it, which decides in its place";
        if (SpecFor(request) is null)
            return null;
        if (_shared.Settings.Excludes(JudgedRequest.Of(request)).Why is { } excluded)
            return excluded;
        return _shared.Webhooks.AreKnown
            ? _shared.Webhooks.WhyNot(Webhook, FailsOpen, Identity.Name, request)
            : null;
    }

    private PolicyDecision Decision(RuleResult result)
    {
        var written = Tree.Texts(_policy, "spec", "validationActions");
        var isDenied = written.IsEmpty || written.Contains("Deny");
        var message = (result.Status == RuleStatus.Error ? $"Policy {Identity.Name} error: " : $"Policy {Identity.Name} failed: ") + result.Message;
        return result.Status switch
        {
            RuleStatus.NotMatched or RuleStatus.Skip => new PolicyDecision.NotMatched(result.Message) { Exemption = result.Exemption },
            RuleStatus.Fail when isDenied => new PolicyDecision.Denied(message),
            RuleStatus.Error when isDenied => new PolicyDecision.Failed(message, IsDenied: true),
            RuleStatus.Fail or RuleStatus.Error => new PolicyDecision.Reported(message, written),
            RuleStatus.Unknown => new PolicyDecision.Unknown(result.Unknown) { CanDeny = isDenied },
            _ => new PolicyDecision.Allowed(),
        };
    }
}
