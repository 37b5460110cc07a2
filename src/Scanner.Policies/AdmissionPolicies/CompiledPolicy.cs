using System.Collections.Immutable;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A policy whose expressions are compiled: once a generation of the policy. Evaluations share nothing.</summary>
public sealed class CompiledPolicy
{
    private CompiledPolicy(CompiledPolicy all, int validation)
    {
        (Facts, Error, Conditions, Variables, Environment) = (all.Facts, all.Error, all.Conditions, all.Variables, all.Environment);
        Validations = [all.Validations[validation]];
    }

    private CompiledPolicy(PolicyFacts facts, CelEnvironment environment)
    {
        Facts = facts;
        (Conditions, Error) = MatchConditions.Compile(facts.MatchConditions, environment);
        var fields = new Dictionary<string, CelType>();
        var variables = new List<(CelString, CelProgram)>();
        foreach (var (name, expression) in facts.Variables)
        {
            if (Compile(WithVariables(), expression, null, $"variable {name}") is not { } program)
                break;
            variables.Add((new CelString(name), program));
            fields[name] = program.Type;
        }

        Variables = variables;
        Environment = WithVariables();
        Validations = [.. facts.Validations.Select(v => Validation(Environment, v))];

        // An expression sees the variables before it, and no others.
        CelEnvironment WithVariables() => environment.With(
            [.. environment.Variables, new("variables", CelType.ObjectOf("kubernetes.variables", new Dictionary<string, CelType>(fields)))]);
    }

    public PolicyFacts Facts { get; }

    /// <summary>
    /// Why an expression does not compile; then the policy fails for every request that it is for. Null where all compile.
    /// </summary>
    public string? Error { get; private set; }

    /// <summary>For expressions that see all variables.</summary>
    internal CelEnvironment Environment { get; }

    internal MatchConditions? Conditions { get; }

    internal IReadOnlyList<(CelString Name, CelProgram Program)> Variables { get; }

    internal ImmutableArray<(ValidationFacts Facts, CelProgram? Program, CelProgram? Message)> Validations { get; }

    /// <param name="minor">The minor version of Kubernetes 1.x that runs the policy.</param>
    public static CompiledPolicy Of(PolicyFacts facts, int minor) => Of(facts, RequestVariables.EnvironmentOf(minor));

    /// <param name="environment">Of <see cref="RequestVariables.EnvironmentOf"/>, one for many policies: to make it costs more than to compile.</param>
    internal static CompiledPolicy Of(PolicyFacts facts, CelEnvironment environment) => new(
        facts, facts.ParamKind.Length == 0 ? environment : environment.With([.. environment.Variables, new("params", CelType.Dyn)]));

    /// <summary>The same with one of its validations.</summary>
    internal CompiledPolicy Only(int validation) => new(this, validation);

    private (ValidationFacts, CelProgram?, CelProgram?) Validation(CelEnvironment environment, ValidationFacts facts) =>
    (
        facts,
        Compile(environment, facts.Expression, CelType.Bool, "validation"),
        facts.MessageExpression.Length == 0 ? null : Compile(environment, facts.MessageExpression, CelType.String, "messageExpression")
    );

    private CelProgram? Compile(CelEnvironment environment, string expression, CelType? type, string what)
    {
        var compiled = environment.Compile(expression);
        if (type is not null)
            compiled = compiled.OfType(type);
        if (compiled.Error is { } error)
            Error ??= $"{what}: {error}";
        return compiled.Program;
    }
}
