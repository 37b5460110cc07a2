using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>A call.</summary>
/// <param name="target">Null where the result must be true.</param>
internal sealed class CallGoal(int at, Callee callee, Operand[] arguments, Operand? target) : Goal(at)
{
    public override IEnumerable<Operand> Operands => target is null ? arguments : [.. arguments, target];

    public override bool IsReady(HashSet<int> bound) =>
        Array.TrueForAll(arguments, a => a.IsBound(bound)) && (target is null || Pattern.CanBe(target, bound));

    public override Step Emit(HashSet<int> bound) => new CallStep(callee, arguments, target is null ? null : Pattern.TryOf(target, bound));
}
