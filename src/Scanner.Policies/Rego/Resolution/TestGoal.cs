using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>A value that must be true.</summary>
internal sealed class TestGoal(int at, Operand operand) : Goal(at)
{
    public override IEnumerable<Operand> Operands => [operand];

    public override bool IsReady(HashSet<int> bound) => operand.IsBound(bound);

    public override Step Emit(HashSet<int> bound) => new MatchStep(operand, null);
}
