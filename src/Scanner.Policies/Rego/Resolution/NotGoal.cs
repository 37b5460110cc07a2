using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>Conditions that must not hold.</summary>
/// <param name="free">The variables of the body around that they use.</param>
internal sealed class NotGoal(int at, List<Goal> inner, Operand[] free, Layout layout) : Goal(at)
{
    public override IEnumerable<Operand> Operands => free;

    public override bool IsReady(HashSet<int> bound) => Array.TrueForAll(free, f => f.IsBound(bound));

    public override Step Emit(HashSet<int> bound)
    {
        var end = new Outcome.End(layout.Scratch++);
        return new NotStep(GoalOrder.Emit(inner, [.. bound], end), end);
    }
}
