using System.Collections.Immutable;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Kyverno.Mutations;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Scopes;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.CelPolicies;

/// <summary>A MutatingPolicy or NamespacedMutatingPolicy of <c>policies.kyverno.io</c>. Source: pkg/cel/policies/mpol.</summary>
internal sealed class MutatingPolicy : IMutatingPolicy, IScopedPolicy
{
    private static readonly CelEnvironment s_environment = CelVariables.Environment.WithPatches();

    private readonly CelValue _policy;
    private readonly KyvernoObjects _shared;
    private readonly MatchResources? _match;
    private readonly CompiledPolicy _compiled;
    private readonly (bool IsPatch, CelProgram Program)[] _mutations;
    private readonly CelExceptions _exceptions;
    private readonly string? _error;

    public MutatingPolicy(CelValue policy, KyvernoObjects shared)
    {
        (_policy, _shared) = (policy, shared);
        Identity = KyvernoIdentity.Of(policy);
        var spec = Tree.Get(policy, "spec");
        _match = Tree.Get(spec, "matchConstraints") is { } match ? JsonOf.Read(match) : null;
        _exceptions = new CelExceptions(shared.Objects, Identity.Kind, Identity.Name);
        var facts = new PolicyFacts(Identity.Name, "", "", new MatchResources(null, [], null, null), CelSpec.Named(spec, "matchConditions"), CelSpec.Named(spec, "variables"), [], false);
        _compiled = CompiledPolicy.Of(facts, s_environment);
        var environment = s_environment.With([.. s_environment.Variables, new("variables", CelType.Dyn)]);
        var compiled = Tree.Items(spec, "mutations").Select(m => (IsPatch: Tree.Get(m, "jsonPatch") is not null, Text: Tree.Text(m, "jsonPatch", "expression") + Tree.Text(m, "applyConfiguration", "expression")))
            .Select(m => (m.IsPatch, Compilation: environment.Compile(m.Text))).ToList();
        _error = _compiled.Error ?? compiled.Select(c => c.Compilation.Error).FirstOrDefault(e => e is not null);
        _mutations = _error is null ? [.. compiled.Select(c => (c.IsPatch, c.Compilation.Program!))] : [];
    }

    public PolicyIdentity Identity { get; }

    private bool IsNamespaced => Identity.Kind.StartsWith("Namespaced", StringComparison.Ordinal);

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        _shared.MayBeFor(Identity, space, labels, areLabelsKnown);

    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) => _shared.ExemptionOf(Identity, space, labels);

    public PolicyScope Scope => field ??= KyvernoScope.OfExpressions(_policy, _shared);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Mutate(request).Decision)];

    public Mutation Mutate(AdmissionRequest request)
    {
        if (WhyNot(request) is { } why)
            return new Mutation(new PolicyDecision.NotMatched(why), request.Object);
        var asked = _shared.WhyNotAsked(IsNamespaced ? "nmpol.validate.kyverno.svc" : "mpol.validate.kyverno.svc", Tree.Text(_policy, "spec", "failurePolicy") == "Ignore", Identity.Name, request);
        if (asked is not (null or PolicyDecision.Unknown))
            return new Mutation(asked, request.Object);
        var mutation = MutateAsked(request);
        return asked is null || mutation.Decision is PolicyDecision.NotMatched ? mutation : new Mutation(asked, request.Object);
    }

    private Mutation MutateAsked(AdmissionRequest request)
    {
        var values = CelVariables.Values(request, CelNull.Value);
        var (whole, _, undecided, allowed) = _exceptions.For(values);
        if (whole is not null)
            return new Mutation(new PolicyDecision.NotMatched("policy exception: " + whole), request.Object);
        if (undecided is CelUnknown open)
            return new Mutation(new PolicyDecision.Unknown(open.What), request.Object);
        var (matched, condition) = _compiled.Conditions!.Evaluate(values);
        if (!matched.IsTrue)
            return matched is CelUnknown unknown ? new Mutation(new PolicyDecision.Unknown(unknown.What), request.Object) : new Mutation(new PolicyDecision.NotMatched($"its matchCondition {condition} is not true"), request.Object);
        return Mutate(request, allowed);
    }

    private Mutation Mutate(AdmissionRequest request, CelValue allowed)
    {
        var before = request.ObjectValue!;
        var target = before;
        foreach (var (isPatch, program) in _mutations)
        {
            var variables = new LazyVariables(_compiled.Variables, CelVariables.Values(request with { Object = JsonOf.Element(target) }, allowed));
            var made = program.Evaluate(variables.All);
            if (made is CelUnknown unknown)
                return new Mutation(new PolicyDecision.Unknown(unknown.What), request.Object);
            if (made.IsFailure)
                return new Mutation(new PolicyDecision.NotMatched($"a mutation fails: {made}"), request.Object);
            var changed = isPatch ? made is CelList list ? CelPatch.OfKyverno.Apply(target, list).Patched : null : StrategicMerge.Apply(made, target);
            if (changed is null)
                return new Mutation(new PolicyDecision.NotMatched("a mutation cannot be applied"), request.Object);
            target = changed;
        }

        if (!target.Equals(before) && _match!.WhatIsUnknown(request) is { } open)
            return new Mutation(new PolicyDecision.Unknown(open), request.Object);
        return target.Equals(before) ? new Mutation(new PolicyDecision.NotMatched("its mutations change nothing"), request.Object) : new Mutation(new PolicyDecision.Allowed(), JsonOf.Element(target));
    }

    private string? WhyNot(AdmissionRequest request)
    {
        if (request.Object is null)
            return "there is no object";
        if (_error is not null)
            return "Kyverno refuses it: " + _error;
        if (IsNamespaced && request.Namespace != Identity.Namespace)
            return $"it is for namespace {Identity.Namespace}";
        if (Tree.Flag(_policy, "spec", "evaluation", "admission", "enabled") == false)
            return "evaluation.admission is not enabled";
        return _match is null ? "it has no matchConstraints" : _match.WhyNot(request);
    }
}
