using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>Two terms that must be one value.</summary>
/// <param name="isComparison">Whether both must have values before: <c>==</c>.</param>
internal sealed class EqualGoal(int at, Operand left, Operand right, bool isComparison) : Goal(at)
{
    public override IEnumerable<Operand> Operands => [left, right];

    public override bool IsReady(HashSet<int> bound) => isComparison
        ? left.IsBound(bound) && right.IsBound(bound)
        : (left.IsBound(bound) && Pattern.CanBe(right, bound)) || (right.IsBound(bound) && Pattern.CanBe(left, bound));

    public override Step Emit(HashSet<int> bound) => left.IsBound(bound)
        ? new MatchStep(left, Pattern.TryOf(right, bound))
        : new MatchStep(right, Pattern.TryOf(left, bound));

    /// <summary>The same by its parts, where both sides have the same shape; null where they have not.</summary>
    public IEnumerable<Goal>? Parts() => (left, right) switch
    {
        (Operand.List a, Operand.List b) when a.Items.Length == b.Items.Length =>
            a.Items.Zip(b.Items, (x, y) => new EqualGoal(At, x, y, isComparison)),
        (Operand.Table a, Operand.Table b) when HaveSameKeys(a, b) =>
            a.Keys.Select((k, i) => new EqualGoal(At, a.Values[i], b.Values[IndexOf(b, k)], isComparison)),
        _ => null,
    };

    private static bool HaveSameKeys(Operand.Table a, Operand.Table b) =>
        a.Keys.Length == b.Keys.Length && Array.TrueForAll(a.Keys, k => k is Operand.Constant && IndexOf(b, k) >= 0);

    private static int IndexOf(Operand.Table table, Operand key) =>
        Array.FindIndex(table.Keys, k => k is Operand.Constant other && Ordering.AreEqual(other.Known, ((Operand.Constant)key).Known));
}
