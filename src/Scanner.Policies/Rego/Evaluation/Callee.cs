using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>What a call calls.</summary>
internal abstract class Callee
{
    /// <summary>As <c>with</c> names it.</summary>
    public abstract string Name { get; }

    public abstract int Arity { get; }

    /// <returns>Null where there is no value.</returns>
    public abstract RegoValue? Call(RegoValue[] arguments, Context context);

    /// <summary>Every value, of a function that has several.</summary>
    public virtual IEnumerable<RegoValue>? CallAll(RegoValue[] arguments, Context context) => null;
}
