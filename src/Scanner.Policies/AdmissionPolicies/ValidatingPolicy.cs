using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A ValidatingAdmissionPolicy with its bindings: each of them decides by itself.</summary>
internal sealed class ValidatingPolicy : IScopedPolicy, IPartedPolicy, IWordedPolicy
{
    private readonly CompiledPolicy _policy;
    private readonly ImmutableArray<BindingFacts> _bindings;
    private readonly PolicyObjects _objects;
    private readonly ParameterLookup _parameters;
    private readonly Lazy<ImmutableArray<IPolicy>> _parts;

    public ValidatingPolicy(CompiledPolicy policy, ImmutableArray<BindingFacts> bindings, PolicyObjects objects)
    {
        (_policy, _bindings, _objects, _parameters) = (policy, bindings, objects, new ParameterLookup(objects));
        Identity = new PolicyIdentity(EngineNames.ValidatingAdmissionPolicy, ValidatingPolicyEngine.PolicyKind, "", policy.Facts.Name);
        Scope = PolicyScopes.Of(policy.Facts, bindings);
        _parts = new Lazy<ImmutableArray<IPolicy>>(() => policy.Validations.Length < 2
            ? []
            : [.. Enumerable.Range(0, policy.Validations.Length).Select(i => new ValidatingPolicy(policy.Only(i), bindings, objects))]);
    }

    public PolicyIdentity Identity { get; }

    public PolicyScope Scope { get; }

    public ImmutableArray<IPolicy> Parts => _parts.Value;

    public IEnumerable<string> Words => _policy.Facts.Variables.Select(v => v.Expression).Concat(_policy.Facts.Validations.Select(v => v.Expression));

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        _policy.Facts.Match.MayBeFor(space, labels, areLabelsKnown)
        && (_bindings.IsEmpty || _bindings.Any(b => b.Match?.MayBeFor(space, labels, areLabelsKnown) != false));

    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) =>
        PolicyEvaluation.ExemptionOf(_policy.Facts, space, labels) ?? _bindings.Select(b => PolicyEvaluation.ExemptionOf(b, space, labels)).FirstOrDefault(e => e is not null);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request)
    {
        if (_bindings.IsEmpty)
            return [new RuleDecision("", Unbound())];
        return [.. _bindings.Select(b => new RuleDecision(b.Name, Decide(b, request)))];
    }

    /// <summary>Parameters and namespace are looked up for what the policy is for only, which most requests are not.</summary>
    private PolicyDecision Decide(BindingFacts binding, AdmissionRequest request) =>
        (PolicyDecision?)PolicyEvaluation.WhyNot(_policy, binding, request)
        ?? PolicyEvaluation.Evaluate(
            _policy, binding, request, _parameters.Find(_policy.Facts, binding, request.Namespace), NamespaceObjects.Find(_objects, request));

    private PolicyDecision Unbound() => _objects.IsKnown(AdmissionResources.Group, ValidatingPolicyEngine.BindingKind)
        ? new PolicyDecision.NotMatched("no binding")
        : new PolicyDecision.Unknown($"the bindings of {_policy.Facts.Name}");
}
