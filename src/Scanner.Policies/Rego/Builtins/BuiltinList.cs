using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Collects functions by name.</summary>
internal sealed class BuiltinList
{
    public Dictionary<string, Callee> Callees { get; } = [];

    public void Add(string name, string signature, Func<RegoValue[], RegoValue?> body, bool takesUnknown = false) =>
        Callees[name] = new Builtin(name, signature, body, takesUnknown);

    public void AddRelation(string name, int arity, Func<RegoValue[], IEnumerable<RegoValue>> body) => Callees[name] = new Relation(name, arity, body);

    /// <summary>A function that is there in OPA and not here: what depends on it is not known.</summary>
    public void AddUnknown(string name, int arity) =>
        Callees[name] = new Builtin(name, new string('*', arity), _ => RegoUnknown.Of($"the function {name}"), takesUnknown: true, isOutside: true);
}
