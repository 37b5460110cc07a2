using System.Collections.Immutable;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Rules;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.CelPolicies;

/// <summary>The <c>spec</c> of a ValidatingPolicy, as written or as Kyverno makes it for workloads. Source: pkg/cel/policies/vpol.</summary>
internal sealed class CelSpec
{
    private readonly MatchResources? _match;
    private readonly CompiledPolicy _policy;
    private readonly bool _failsOpen;

    public CelSpec(CelValue spec, string name)
    {
        _failsOpen = Tree.Text(spec, "failurePolicy") == "Ignore";
        _match = Tree.Get(spec, "matchConstraints") is { } match ? JsonOf.Read(match) : null;
        _policy = CompiledPolicy.Of(
            new PolicyFacts(
                name,
                "",
                "",
                new MatchResources(null, [], null, null),
                Named(spec, "matchConditions"),
                Named(spec, "variables"),
                [.. Tree.Items(spec, "validations").Select(v => new ValidationFacts(Tree.Text(v, "expression"), Tree.Text(v, "message"), Tree.Text(v, "messageExpression")))],
                _failsOpen),
            CelVariables.Environment);
    }

    public string? WhyNot(AdmissionRequest request) => _match is null ? "it has no matchConstraints" : _match.WhyNot(request);

    /// <summary>What must be known to tell whether it is for a request that nothing rules out; null where nothing is missing.</summary>
    public string? WhatIsUnknown(AdmissionRequest request) => _match?.WhatIsUnknown(request);

    public static ImmutableArray<NamedExpression> Named(CelValue? spec, string field) =>
        [.. Tree.Items(spec, field).Select(e => new NamedExpression(Tree.Text(e, "name"), Tree.Text(e, "expression")))];

    /// <summary>A policy that does not compile is never loaded, so nothing is asked of it.</summary>
    public RuleResult Evaluate(CelValue[] values)
    {
        if (_policy.Error is { } error)
            return RuleResult.Of(RuleStatus.NotMatched, "Kyverno refuses it: " + error);
        var (matched, condition) = _policy.Conditions!.Evaluate(values);
        if (matched.IsFalse)
            return RuleResult.Of(RuleStatus.Skip, $"its matchCondition {condition} is false");
        if (matched is CelError wrong)
            return _failsOpen ? RuleResult.Of(RuleStatus.Skip, $"a matchCondition fails: {wrong.Message}") : RuleResult.Of(RuleStatus.Error, "failed to load context: " + wrong.Message);
        var result = Validate(new LazyVariables(_policy.Variables, values));
        return matched is CelUnknown unknown && result.Status != RuleStatus.Pass ? RuleResult.Depends(unknown) : result;
    }

    /// <summary>The first validation that is not true decides; what is unknown before one that is false cannot save the request.</summary>
    private RuleResult Validate(LazyVariables variables)
    {
        CelUnknown? unknown = null;
        for (var i = 0; i < _policy.Validations.Length; i++)
        {
            var (facts, program, message) = _policy.Validations[i];
            var value = program!.Evaluate(variables.All);
            if (value.IsTrue)
                continue;
            if (value is CelUnknown open)
                unknown ??= open;
            else if (value is CelError error)
                return RuleResult.Of(RuleStatus.Error, "error: " + error.Message);
            else
                return RuleResult.Of(RuleStatus.Fail, Message(facts, message?.Evaluate(variables.All), i));
        }

        return unknown is null ? RuleResult.Of(RuleStatus.Pass, "success") : RuleResult.Depends(unknown);
    }

    private static string Message(ValidationFacts facts, CelValue? computed, int index) => computed switch
    {
        CelString text => text.Value,
        CelError error => $"failed to evaluate message expression: {error.Message}",
        _ => facts.Message.Length > 0 ? facts.Message : $"CEL expression validation failed at index {index}",
    };
}
