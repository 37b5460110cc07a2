using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>A comprehension, whose value a variable gets.</summary>
/// <param name="key">Null but for objects.</param>
internal sealed class ComprehensionGoal(
    int at, RegoKind kind, Operand.Variable target, Operand? key, Operand value, List<Goal> inner, Operand[] free, Layout layout) : Goal(at)
{
    public override IEnumerable<Operand> Operands => [target, .. free];

    public override bool IsReady(HashSet<int> bound) => Array.TrueForAll(free, f => f.IsBound(bound));

    public override Step Emit(HashSet<int> bound)
    {
        var scratch = layout.Scratch++;
        HashSet<int> within = [.. bound];
        var order = new GoalOrder(inner, within);
        order.Require(At, key is null ? [value] : [key, value]);
        bound.Add(target.Slot);
        return new ComprehensionStep(kind, target.Slot, scratch, order.Link(new ComprehensionStep.End(scratch, key, value)));
    }
}
