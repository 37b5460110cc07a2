using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>A condition of a body whose names are resolved, before it has its place in the order.</summary>
/// <param name="at">In UTF-16 units from the start of the module.</param>
internal abstract class Goal(int at)
{
    public int At => at;

    /// <summary>Every variable of the body that is in it, by slot.</summary>
    public abstract IEnumerable<Operand> Operands { get; }

    /// <summary>Whether it can be evaluated where these variables have values.</summary>
    public abstract bool IsReady(HashSet<int> bound);

    /// <summary>Makes the step and adds the variables that have values after it.</summary>
    public abstract Step Emit(HashSet<int> bound);
}
