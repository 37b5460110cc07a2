using System.Collections.Immutable;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>What a policy with one of its bindings says to a request. Source: apiserver/pkg/admission/plugin/policy/validating.</summary>
internal static class PolicyEvaluation
{
    internal const string NoParameters = "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction";

    /// <param name="namespaceObject">The namespace as CEL sees it; null where only its name and labels are known.</param>
    public static PolicyDecision Evaluate(
        CompiledPolicy policy,
        BindingFacts binding,
        AdmissionRequest request,
        ParameterSet parameters,
        CelValue? namespaceObject = null)
    {
        if (WhyNot(policy, binding, request) is { } why)
            return why;
        // Nothing here converts objects between versions.
        if (policy.Facts.Match.SeenAs(request) is { } other)
            return NotKnown(binding, [$"the object as {other.Group}/{other.Version} has it"]);
        var decision = Matched(policy, binding, parameters, RequestVariables.Values(request, namespaceObject));
        // Whether the policy is for the request matters only where it would not let it through.
        return (policy.Facts.Match.WhatIsUnknown(request) ?? binding.Match?.WhatIsUnknown(request)) is { } what && !decision.LetsThrough
            ? NotKnown(binding, [what])
            : decision;
    }

    /// <summary>Null where the policy with this binding is for the request, or may be.</summary>
    public static PolicyDecision.NotMatched? WhyNot(CompiledPolicy policy, BindingFacts binding, AdmissionRequest request)
    {
        if (policy.Facts.Match.WhyNot(request) is { } why)
            return new PolicyDecision.NotMatched(why) { Exemption = ExemptionOf(policy.Facts, request.Namespace, request.NamespaceLabels) };
        return binding.Match?.WhyNot(request) is not { } whyNotBound
            ? null
            : new PolicyDecision.NotMatched($"binding {binding.Name}: {whyNotBound}") { Exemption = ExemptionOf(binding, request.Namespace, request.NamespaceLabels) };
    }

    /// <summary>What leaves a namespace out, as <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    public static string? ExemptionOf(PolicyFacts policy, string space, IReadOnlyDictionary<string, string> labels) =>
        policy.Match.Excludes(space, labels) ? "its namespaceSelector" : null;

    /// <inheritdoc cref="ExemptionOf(PolicyFacts, string, IReadOnlyDictionary{string, string})"/>
    public static string? ExemptionOf(BindingFacts binding, string space, IReadOnlyDictionary<string, string> labels) =>
        binding.Match?.Excludes(space, labels) == true ? $"the namespaceSelector of binding {binding.Name}" : null;

    private static PolicyDecision Matched(CompiledPolicy policy, BindingFacts binding, ParameterSet parameters, CelValue[] values)
    {
        // What is wrong with the configuration denies, whatever the binding does with violations.
        if (parameters.Error is { } wrong)
            return Failure(policy, "failed to configure binding: " + wrong);
        if (parameters.Missing is { } missing)
            return MaybeParameters(policy, binding, missing, values);
        if (parameters.Values.IsEmpty)
            return WithoutParameters(policy, binding);
        if (policy.Error is { } error)
            return Acted(binding, Failure(policy, error));
        if (policy.Facts.ParamKind.Length == 0)
            return Acted(binding, Once(policy, values));
        return Acted(binding, Worst([.. parameters.Values.Select(p => Once(policy, [.. values, p]))]));
    }

    private static PolicyDecision WithoutParameters(CompiledPolicy policy, BindingFacts binding) => binding.Parameters!.DeniesMissing
        ? Failure(policy, NoParameters)
        : new PolicyDecision.Allowed();

    /// <summary>A parameter that is not known may say anything, and may not be there.</summary>
    private static PolicyDecision MaybeParameters(CompiledPolicy policy, BindingFacts binding, CelUnknown missing, CelValue[] values)
    {
        var there = policy.Error is { } error ? Acted(binding, Failure(policy, error)) : Acted(binding, Once(policy, [.. values, missing]));
        var absent = WithoutParameters(policy, binding);
        var isSame = there is not PolicyDecision.Unknown && there.IsDenial == absent.IsDenial && there.LetsThrough == absent.LetsThrough;
        return isSame ? there : NotKnown(binding, there is PolicyDecision.Unknown unknown ? unknown.What : missing.What) with
        {
            CanDeny = absent.IsDenial || binding.IsEnforced,
        };
    }

    /// <summary>
    /// What each validation says, for an engine that reports all of them and matches by itself. One decision alone where the policy does not get
    /// so far.
    /// </summary>
    /// <param name="parameters">What <c>params</c> is; the policy must have a kind of parameters.</param>
    public static ImmutableArray<PolicyDecision> EvaluateEach(
        CompiledPolicy policy, AdmissionRequest request, CelValue parameters, CelValue? namespaceObject = null) =>
        policy.Error is { } error ? [Failure(policy, error)] : Each(policy, [.. RequestVariables.Values(request, namespaceObject), parameters]);

    private static PolicyDecision Once(CompiledPolicy policy, CelValue[] values) => Worst(Each(policy, values));

    private static ImmutableArray<PolicyDecision> Each(CompiledPolicy policy, CelValue[] values)
    {
        var (matched, condition) = policy.Conditions!.Evaluate(values);
        if (matched.IsFalse)
            return [new PolicyDecision.NotMatched($"its matchCondition {condition} is false")];
        if (matched is CelError error)
            return [Failure(policy, error.Message)];
        var variables = new LazyVariables(policy.Variables, values);
        var decisions = Validated(policy, variables);
        // Whether the policy is for the request matters only where it would not let it through.
        return matched is CelUnknown unknown
            ? [.. decisions.Select(d => d is PolicyDecision.Allowed ? d : new PolicyDecision.Unknown(unknown.What))]
            : decisions;
    }

    private static ImmutableArray<PolicyDecision> Validated(CompiledPolicy policy, LazyVariables variables)
    {
        var decisions = ImmutableArray.CreateBuilder<PolicyDecision>(policy.Validations.Length);
        foreach (var (facts, program, message) in policy.Validations)
        {
            decisions.Add(Validate(policy, facts, program!, message, variables));
            if (variables.Budget.IsOverspent)
                return [Failure(policy, CelBudget.Error)];
        }

        return decisions.DrainToImmutable();
    }

    private static PolicyDecision Validate(
        CompiledPolicy policy, ValidationFacts facts, CelProgram program, CelProgram? message, LazyVariables variables)
    {
        return program.Evaluate(variables.All, variables.Budget) switch
        {
            { IsTrue: true } => new PolicyDecision.Allowed(),
            CelUnknown unknown => new PolicyDecision.Unknown(unknown.What),
            CelError error => Failure(policy, $"expression '{facts.Expression}' resulted in error: {error.Message}"),
            _ => new PolicyDecision.Denied(Message(facts, message, variables)),
        };
    }

    /// <summary>
    /// The text of the message expression where it gives one line of at most 5 KiB, else the message, else the expression.
    /// </summary>
    private static string Message(ValidationFacts facts, CelProgram? program, LazyVariables variables)
    {
        const int most = 5 * 1024;
        var computed = program?.Evaluate(variables.All, variables.Budget) is CelString { Value: var text } ? text.Trim() : "";
        if (computed.Length is > 0 and <= most && !computed.Contains('\n', StringComparison.Ordinal))
            return computed;
        return facts.Message.Trim() is { Length: > 0 } message ? message : $"failed expression: {facts.Expression.Trim()}";
    }

    private static PolicyDecision.Failed Failure(CompiledPolicy policy, string error) => new(error, IsDenied: !policy.Facts.FailsOpen);

    private static PolicyDecision.Unknown NotKnown(BindingFacts binding, ImmutableArray<string> what) => new(what) { CanDeny = binding.IsEnforced };

    /// <summary>The first that denies; before that counts nothing, and after it what is not known, then what failed open.</summary>
    private static PolicyDecision Worst(ImmutableArray<PolicyDecision> decisions) =>
        decisions.FirstOrDefault(d => d.IsDenial)
        ?? decisions.FirstOrDefault(d => d is PolicyDecision.Unknown)
        ?? decisions.FirstOrDefault(d => d is PolicyDecision.Failed)
        ?? decisions.FirstOrDefault(d => d is PolicyDecision.Allowed)
        ?? decisions.FirstOrDefault()
        ?? new PolicyDecision.Allowed();

    private static PolicyDecision Acted(BindingFacts binding, PolicyDecision decision)
    {
        if (binding.IsEnforced)
            return decision;
        return decision switch
        {
            PolicyDecision.Denied denied => new PolicyDecision.Reported(denied.Message, binding.Actions),
            PolicyDecision.Failed { IsDenied: true } failed => new PolicyDecision.Reported(failed.Error, binding.Actions),
            PolicyDecision.Unknown unknown => unknown with { CanDeny = false },
            _ => decision,
        };
    }
}
