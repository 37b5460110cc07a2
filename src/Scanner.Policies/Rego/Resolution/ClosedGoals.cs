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
        var end = new OutcomeEnd(layout.Scratch++);
        return new NotStep(GoalOrder.Emit(inner, [.. bound], end), end);
    }
}

/// <summary>Conditions that must hold for every element.</summary>
internal sealed class EveryGoal(int at, Operand domain, int keySlot, int valueSlot, List<Goal> inner, Operand[] free, Layout layout) : Goal(at)
{
    public override IEnumerable<Operand> Operands => [domain, .. free];

    public override bool IsReady(HashSet<int> bound) => domain.IsBound(bound) && Array.TrueForAll(free, f => f.IsBound(bound));

    public override Step Emit(HashSet<int> bound)
    {
        var end = new OutcomeEnd(layout.Scratch++);
        return new EveryStep(domain, keySlot, valueSlot, GoalOrder.Emit(inner, [.. bound, keySlot, valueSlot], end), end);
    }
}

/// <summary>A comprehension, whose value a variable gets.</summary>
/// <param name="key">Null but for objects.</param>
internal sealed class ComprehensionGoal(
    int at, RegoKind kind, VariableOperand target, Operand? key, Operand value, List<Goal> inner, Operand[] free, Layout layout) : Goal(at)
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
        return new ComprehensionStep(kind, target.Slot, scratch, order.Link(new CollectEnd(scratch, key, value)));
    }
}

/// <summary>Conditions under replaced documents.</summary>
internal sealed class WithGoal(int at, List<Goal> inner, Replacement[] replacements, Layout layout) : Goal(at)
{
    public override IEnumerable<Operand> Operands => [.. inner.SelectMany(g => g.Operands), .. replacements.Where(r => r.Value is not null).Select(r => r.Value!)];

    public override bool IsReady(HashSet<int> bound) =>
        Array.TrueForAll(replacements, r => r.Value?.IsBound(bound) ?? true) && GoalOrder.CanBe(inner, bound);

    public override Step Emit(HashSet<int> bound)
    {
        var scratch = layout.Scratch++;
        var step = new WithStep(replacements, scratch);
        step.Body = GoalOrder.Emit(inner, bound, new WithEnd(step, scratch));
        return step;
    }
}
