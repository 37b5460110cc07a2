using System.Collections.Immutable;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>
/// The <c>matchConditions</c> of a policy or a webhook. One that is false is enough for the request not to be meant, whatever the others
/// are;
/// after that an error counts. Source: apiserver/pkg/admission/plugin/webhook/matchconditions.
/// </summary>
internal sealed class MatchConditions
{
    private readonly ImmutableArray<(string Name, CelProgram Program)> _conditions;

    private MatchConditions(ImmutableArray<(string Name, CelProgram Program)> conditions) => _conditions = conditions;

    /// <summary>Every request is meant.</summary>
    public bool IsEmpty => _conditions.IsEmpty;

    /// <returns>The conditions, or why one of them is no expression.</returns>
    public static (MatchConditions? Conditions, string? Error) Compile(ImmutableArray<NamedExpression> expressions, CelEnvironment environment)
    {
        var conditions = ImmutableArray.CreateBuilder<(string, CelProgram)>(expressions.Length);
        foreach (var (name, expression) in expressions)
        {
            var compiled = environment.Compile(expression).OfType(CelType.Bool);
            if (compiled.Program is not { } program)
                return (null, $"matchCondition {name}: {compiled.Error}");
            conditions.Add((name, program));
        }

        return (new MatchConditions(conditions.DrainToImmutable()), null);
    }

    /// <returns>True, an error, an unknown, or false with the name of the condition that is.</returns>
    public (CelValue Result, string FalseCondition) Evaluate(CelValue[] values)
    {
        CelValue result = CelBool.True;
        var budget = CelBudget.ForMatchConditions();
        foreach (var (name, program) in _conditions)
        {
            var value = program.Evaluate(values, budget);
            if (budget.IsOverspent)
                return (new CelError(CelBudget.Error), "");
            if (value.IsFalse)
                return (value, name);
            if (!value.IsTrue)
                result = result.IsTrue ? value : CelUnknown.Worse(result, value);
        }

        return (result, "");
    }
}
