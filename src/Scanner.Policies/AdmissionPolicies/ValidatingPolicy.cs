using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A ValidatingAdmissionPolicy with its bindings: each of them decides by itself.</summary>
internal sealed class ValidatingPolicy(CompiledPolicy policy, ImmutableArray<BindingFacts> bindings, PolicyObjects objects) : IPolicy
{
    private readonly ParameterLookup _parameters = new(objects);

    public PolicyIdentity Identity { get; } =
        new(ValidatingPolicyEngine.Name, ValidatingPolicyEngine.PolicyKind, "", policy.Facts.Name);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request)
    {
        if (bindings.IsEmpty)
            return [new RuleDecision("", Unbound())];
        var space = NamespaceObjects.Find(objects, request);
        return
        [
            .. bindings.Select(b => new RuleDecision(
                b.Name, PolicyEvaluation.Evaluate(policy, b, request, _parameters.Find(policy.Facts, b, request.Namespace), space))),
        ];
    }

    private PolicyDecision Unbound() => objects.IsKnown(ValidatingPolicyEngine.Group, ValidatingPolicyEngine.BindingKind)
        ? new PolicyDecision.NotMatched("no binding")
        : new PolicyDecision.Unknown($"the bindings of {policy.Facts.Name}");
}
