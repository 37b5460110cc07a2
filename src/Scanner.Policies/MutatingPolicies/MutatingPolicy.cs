using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.MutatingPolicies;

/// <summary>
/// A MutatingAdmissionPolicy with its bindings. Source: apiserver/pkg/admission/plugin/policy/mutating. Policies are not invoked again after
/// others have changed the object.
/// </summary>
internal sealed class MutatingPolicy : IMutatingPolicy, IScopedPolicy
{
    private readonly CompiledPolicy _policy;
    private readonly ImmutableArray<CompiledMutation> _mutations;
    private readonly ImmutableArray<BindingFacts> _bindings;
    private readonly PolicyObjects _objects;
    private readonly ParameterLookup _parameters;

    public MutatingPolicy(CompiledPolicy policy, ImmutableArray<CompiledMutation> mutations, ImmutableArray<BindingFacts> bindings, PolicyObjects objects)
    {
        (_policy, _mutations, _bindings, _objects, _parameters) = (policy, mutations, bindings, objects, new ParameterLookup(objects));
        Identity = new PolicyIdentity(EngineNames.MutatingAdmissionPolicy, MutatingPolicyEngine.PolicyKind, "", policy.Facts.Name);
        Scope = PolicyScopes.Of(policy.Facts, bindings, mutations.Select(m => m.Facts.Expression));
    }

    public PolicyIdentity Identity { get; }

    public PolicyScope Scope { get; }

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        _policy.Facts.Match.MayBeFor(space, labels, areLabelsKnown)
        && (_bindings.IsEmpty || _bindings.Any(b => b.Match?.MayBeFor(space, labels, areLabelsKnown) != false));

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Mutate(request).Decision)];

    public Mutation Mutate(AdmissionRequest request)
    {
        if (_bindings.IsEmpty)
            return new Mutation(Unbound(), request.Object);
        if (_policy.Facts.Match.WhyNot(request) is { } why)
            return new Mutation(new PolicyDecision.NotMatched(why), request.Object);
        // Nothing here converts objects between versions.
        if (_policy.Facts.Match.SeenAs(request) is { } other)
            return new Mutation(new PolicyDecision.Unknown($"the object as {other.Group}/{other.Version} has it"), request.Object);
        var mutation = new Mutation(new PolicyDecision.NotMatched("none of its bindings is for the request"), request.Object);
        foreach (var binding in _bindings)
        {
            var next = Bound(binding, request with { Object = mutation.Object });
            if (next.Decision is PolicyDecision.Unknown or PolicyDecision.Failed { IsDenied: true })
                return next;
            mutation = next.Decision is PolicyDecision.NotMatched && mutation.Decision is PolicyDecision.Allowed ? mutation : next;
        }

        return mutation;
    }

    private PolicyDecision Unbound() => _objects.IsKnown(AdmissionResources.Group, MutatingPolicyEngine.BindingKind)
        ? new PolicyDecision.NotMatched("no binding")
        : new PolicyDecision.Unknown($"the bindings of {_policy.Facts.Name}");

    private Mutation Bound(BindingFacts binding, AdmissionRequest request)
    {
        if (binding.Match?.WhyNot(request) is { } why)
            return new Mutation(new PolicyDecision.NotMatched($"binding {binding.Name}: {why}"), request.Object);
        var parameters = _parameters.Find(_policy.Facts, binding, request.Namespace);
        if ((parameters.Error ?? _policy.Error) is { } error)
            return Failed(request, error);
        if (parameters.Values.IsEmpty && parameters.Missing is null)
        {
            return binding.Parameters!.DeniesMissing
                ? Failed(request, PolicyEvaluation.NoParameters)
                : new Mutation(new PolicyDecision.NotMatched($"binding {binding.Name}: there are no parameters"), request.Object);
        }

        var mutation = new Mutation(new PolicyDecision.Allowed(), request.Object);
        foreach (var parameter in parameters.Missing is { } missing ? [missing] : parameters.Values)
        {
            mutation = Once(request with { Object = mutation.Object }, parameter);
            if (mutation.Decision is PolicyDecision.Unknown or PolicyDecision.Failed { IsDenied: true })
                return mutation;
        }

        var isOpen = _policy.Facts.Match.WhatIsUnknown(request) ?? binding.Match?.WhatIsUnknown(request);
        return isOpen is { } what && !IsSame(mutation.Object, request.Object) ? new Mutation(new PolicyDecision.Unknown(what), request.Object) : mutation;
    }

    private Mutation Once(AdmissionRequest request, CelValue parameter)
    {
        var (matched, condition) = _policy.Conditions!.Evaluate(Values(request, parameter));
        if (matched.IsFalse)
            return new Mutation(new PolicyDecision.NotMatched($"its matchCondition {condition} is false"), request.Object);
        if (matched is CelError error)
            return Failed(request, error.Message);
        var current = request;
        foreach (var mutation in _mutations)
        {
            var (changed, decision) = MutationEvaluation.Apply(mutation, current, new LazyVariables(_policy.Variables, Values(current, parameter)).All);
            if (decision is PolicyDecision.Unknown)
                return new Mutation(decision, request.Object);
            if (decision is PolicyDecision.Failed failed && Failed(request, failed.Error) is { Decision: PolicyDecision.Failed { IsDenied: true } } denied)
                return denied;
            current = current with { Object = changed ?? current.Object };
        }

        return matched is CelUnknown unknown && !IsSame(current.Object, request.Object)
            ? new Mutation(new PolicyDecision.Unknown(unknown.What), request.Object)
            : new Mutation(new PolicyDecision.Allowed(), current.Object);
    }

    private CelValue[] Values(AdmissionRequest request, CelValue parameter)
    {
        var values = RequestVariables.Values(request, NamespaceObjects.Find(_objects, request));
        return _policy.Facts.ParamKind.Length == 0 ? values : [.. values, parameter];
    }

    /// <summary>A policy that fails open leaves the object as it was.</summary>
    private Mutation Failed(AdmissionRequest request, string error) =>
        new(new PolicyDecision.Failed(error, IsDenied: !_policy.Facts.FailsOpen), request.Object);

    private static bool IsSame(JsonElement? first, JsonElement? second) =>
        first is { } a && second is { } b ? JsonElement.DeepEquals(a, b) : first is null && second is null;
}
