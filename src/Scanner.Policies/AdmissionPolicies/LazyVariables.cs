using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>The variables of a policy: each is evaluated when an expression first asks for it, and once.</summary>
internal sealed class LazyVariables : CelMap
{
    private readonly IReadOnlyList<(CelString Name, CelProgram Program)> _variables;
    private readonly CelValue[] _values;
    private readonly Dictionary<CelValue, CelValue> _known = [];

    public LazyVariables(IReadOnlyList<(CelString Name, CelProgram Program)> variables, CelValue[] values) =>
        (_variables, _values) = (variables, [.. values, this]);

    /// <summary>Shared by the variables and the expressions that ask for them.</summary>
    public CelBudget Budget { get; } = CelBudget.ForValidations();

    public override int Count => _variables.Count;

    public override IEnumerable<CelValue> Keys => _variables.Select(v => v.Name);

    public override CelValue Contains(CelValue key) => CelBool.Of(_variables.Any(v => v.Name.Equals(key)));

    public override CelValue? Find(CelValue key)
    {
        if (_known.TryGetValue(key, out var known))
            return known;
        foreach (var (name, program) in _variables)
        {
            if (!name.Equals(key))
                continue;
            var value = program.Evaluate(_values, Budget);
            return _known[key] = value is CelError error ? new CelError($"composited variable \"{name}\" fails to evaluate: {error.Message}") : value;
        }

        return null;
    }

    /// <summary>The values of an evaluation, these variables after the others.</summary>
    public CelValue[] All => _values;
}
