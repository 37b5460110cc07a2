using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A ValidatingAdmissionPolicy with its bindings: each of them decides by itself.</summary>
internal sealed class ValidatingPolicy : IScopedPolicy, IPartedPolicy
{
    private readonly CompiledPolicy _policy;
    private readonly ImmutableArray<BindingFacts> _bindings;
    private readonly PolicyObjects _objects;
    private readonly ParameterLookup _parameters;
    private readonly Lazy<ImmutableArray<IPolicy>> _parts;

    public ValidatingPolicy(CompiledPolicy policy, ImmutableArray<BindingFacts> bindings, PolicyObjects objects)
    {
        (_policy, _bindings, _objects, _parameters) = (policy, bindings, objects, new ParameterLookup(objects));
        Identity = new PolicyIdentity(ValidatingPolicyEngine.Name, ValidatingPolicyEngine.PolicyKind, "", policy.Facts.Name);
        Scope = PolicyScopes.Of(policy.Facts, bindings);
        _parts = new Lazy<ImmutableArray<IPolicy>>(() => policy.Validations.Length < 2
            ? []
            : [.. Enumerable.Range(0, policy.Validations.Length).Select(i => new ValidatingPolicy(policy.Only(i), bindings, objects))]);
    }

    public PolicyIdentity Identity { get; }

    public PolicyScope Scope { get; }

    public ImmutableArray<IPolicy> Parts => _parts.Value;

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request)
    {
        if (_bindings.IsEmpty)
            return [new RuleDecision("", Unbound())];
        var space = NamespaceObjects.Find(_objects, request);
        return
        [
            .. _bindings.Select(b => new RuleDecision(
                b.Name, PolicyEvaluation.Evaluate(_policy, b, request, _parameters.Find(_policy.Facts, b, request.Namespace), space))),
        ];
    }

    private PolicyDecision Unbound() => _objects.IsKnown(ValidatingPolicyEngine.Group, ValidatingPolicyEngine.BindingKind)
        ? new PolicyDecision.NotMatched("no binding")
        : new PolicyDecision.Unknown($"the bindings of {_policy.Facts.Name}");
}
