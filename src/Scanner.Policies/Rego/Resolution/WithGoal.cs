using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

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
        step.Body = GoalOrder.Emit(inner, bound, new WithStep.End(step, scratch));
        return step;
    }
}
