using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>What a policy with one of its bindings says to a request. Source: apiserver/pkg/admission/plugin/policy/validating.</summary>
public static class PolicyEvaluation
{
    private const string NoParameters = "no params found for policy binding with `Deny` parameterNotFoundAction";

    /// <param name="parameters">The objects that the binding names, none where it names none; null where they may not be read.</param>
    /// <param name="namespaceObject">The namespace as CEL sees it; null where only its name and labels are known.</param>
    public static PolicyDecision Evaluate(
        CompiledPolicy policy,
        BindingFacts binding,
        AdmissionRequest request,
        IReadOnlyList<CelValue>? parameters = null,
        CelValue? namespaceObject = null)
    {
        if (policy.Facts.Match.WhyNot(request) is { } why)
            return new PolicyDecision.NotMatched(why);
        if (binding.Match?.WhyNot(request) is { } whyNotBound)
            return new PolicyDecision.NotMatched($"binding {binding.Name}: {whyNotBound}");
        if (policy.Error is { } error)
            return Failure(policy, error);
        var values = RequestVariables.Values(request, namespaceObject);
        if (policy.Facts.ParamKind.Length == 0)
            return Acted(binding, Once(policy, values));
        if (parameters is null || !binding.HasParameters)
            return Acted(binding, Once(policy, [.. values, binding.HasParameters ? CelUnknown.Of("params") : CelNull.Value]));
        if (parameters.Count == 0)
            return binding.AllowsMissingParameters ? new PolicyDecision.Allowed() : Failure(policy, "failed to configure binding: " + NoParameters);
        return Acted(binding, Worst([.. parameters.Select(p => Once(policy, [.. values, p]))]));
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
        var decisions = policy.Validations.Select(v => Validate(policy, v.Facts, v.Program!, v.Message, variables));
        // Whether the policy is for the request matters only where it would not let it through.
        return matched is CelUnknown unknown
            ? [.. decisions.Select(d => d is PolicyDecision.Allowed ? d : new PolicyDecision.Unknown(unknown.What))]
            : [.. decisions];
    }

    private static PolicyDecision Validate(
        CompiledPolicy policy, ValidationFacts facts, Cel.CelProgram program, Cel.CelProgram? message, LazyVariables variables)
    {
        return program.Evaluate(variables.All) switch
        {
            { IsTrue: true } => new PolicyDecision.Allowed(),
            CelUnknown unknown => new PolicyDecision.Unknown(unknown.What),
            CelError error => Failure(policy, $"expression '{facts.Expression.Trim()}' resulted in error: {error.Message}"),
            _ => new PolicyDecision.Denied(Message(facts, message, variables)),
        };
    }

    /// <summary>
    /// The text of the message expression where it gives one line of at most 5 KiB, else the message, else the expression.
    /// </summary>
    private static string Message(ValidationFacts facts, Cel.CelProgram? program, LazyVariables variables)
    {
        const int most = 5 * 1024;
        var computed = program?.Evaluate(variables.All) is CelString { Value: var text } ? text.Trim() : "";
        if (computed.Length is > 0 and <= most && !computed.Contains('\n', StringComparison.Ordinal))
            return computed;
        return facts.Message.Trim() is { Length: > 0 } message ? message : $"failed expression: {facts.Expression.Trim()}";
    }

    private static PolicyDecision.Failed Failure(CompiledPolicy policy, string error) => new(error, IsDenied: !policy.Facts.FailsOpen);

    /// <summary>The first that denies; before that counts nothing, and after it what is not known, then what failed open.</summary>
    private static PolicyDecision Worst(ImmutableArray<PolicyDecision> decisions) =>
        decisions.FirstOrDefault(d => d is PolicyDecision.Denied or PolicyDecision.Failed { IsDenied: true })
        ?? decisions.FirstOrDefault(d => d is PolicyDecision.Unknown)
        ?? decisions.FirstOrDefault(d => d is PolicyDecision.Failed)
        ?? decisions.FirstOrDefault(d => d is PolicyDecision.Allowed)
        ?? decisions.FirstOrDefault()
        ?? new PolicyDecision.Allowed();

    private static PolicyDecision Acted(BindingFacts binding, PolicyDecision decision)
    {
        if (binding.Actions.Contains("Deny"))
            return decision;
        return decision switch
        {
            PolicyDecision.Denied denied => new PolicyDecision.Reported(denied.Message, binding.Actions),
            PolicyDecision.Failed { IsDenied: true } failed => new PolicyDecision.Reported(failed.Error, binding.Actions),
            _ => decision,
        };
    }
}
