using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>Conditions that must hold for every element.</summary>
internal sealed class EveryGoal(int at, Operand domain, int keySlot, int valueSlot, List<Goal> inner, Operand[] free, Layout layout) : Goal(at)
{
    public override IEnumerable<Operand> Operands => [domain, .. free];

    public override bool IsReady(HashSet<int> bound) => domain.IsBound(bound) && Array.TrueForAll(free, f => f.IsBound(bound));

    public override Step Emit(HashSet<int> bound)
    {
        var end = new Outcome.End(layout.Scratch++);
        return new EveryStep(domain, keySlot, valueSlot, GoalOrder.Emit(inner, [.. bound, keySlot, valueSlot], end), end);
    }
}
