using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>A function that gives several values.</summary>
internal sealed class Relation(string name, int arity, Func<RegoValue[], IEnumerable<RegoValue>> body) : Callee
{
    public override string Name => name;

    public override int Arity => arity;

    public override RegoValue? Call(RegoValue[] arguments, Context context) => null;

    public override IEnumerable<RegoValue> CallAll(RegoValue[] arguments, Context context) => body(arguments);
}
