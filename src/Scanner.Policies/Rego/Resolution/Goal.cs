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

/// <summary>A value that must be true.</summary>
internal sealed class TestGoal(int at, Operand operand) : Goal(at)
{
    public override IEnumerable<Operand> Operands => [operand];

    public override bool IsReady(HashSet<int> bound) => operand.IsBound(bound);

    public override Step Emit(HashSet<int> bound) => new MatchStep(operand, null);
}

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
        (ArrayOperand a, ArrayOperand b) when a.Items.Length == b.Items.Length =>
            a.Items.Zip(b.Items, (x, y) => new EqualGoal(At, x, y, isComparison)),
        (ObjectOperand a, ObjectOperand b) when HaveSameKeys(a, b) =>
            a.Keys.Select((k, i) => new EqualGoal(At, a.Values[i], b.Values[IndexOf(b, k)], isComparison)),
        _ => null,
    };

    private static bool HaveSameKeys(ObjectOperand a, ObjectOperand b) =>
        a.Keys.Length == b.Keys.Length && Array.TrueForAll(a.Keys, k => k is ConstantOperand && IndexOf(b, k) >= 0);

    private static int IndexOf(ObjectOperand table, Operand key) =>
        Array.FindIndex(table.Keys, k => k is ConstantOperand other && Ordering.AreEqual(other.Constant, ((ConstantOperand)key).Constant));
}

/// <summary>A reference.</summary>
/// <param name="slot">Of the variable that it begins with; <see cref="ReferenceStep.Input"/> or <see cref="Data"/>.</param>
/// <param name="target">Null where what is found must be true.</param>
internal sealed class ReferenceGoal(int at, int slot, Operand[] path, Operand? target) : Goal(at)
{
    public const int Data = -2;

    public override IEnumerable<Operand> Operands =>
        [.. path, .. target is null ? (Operand[])[] : [target], .. slot >= 0 ? (Operand[])[new VariableOperand(slot, "")] : []];

    public override bool IsReady(HashSet<int> bound)
    {
        if (slot >= 0 && !bound.Contains(slot))
            return false;
        HashSet<int> known = [.. bound];
        return Array.TrueForAll(path, p => Pattern.TryOf(p, known) is not null) && (target is null || Pattern.TryOf(target, known) is not null);
    }

    public override Step Emit(HashSet<int> bound)
    {
        var elements = new PathElement[path.Length];
        for (var i = 0; i < path.Length; i++)
            elements[i] = path[i].IsBound(bound) ? new PathElement(path[i], null) : new PathElement(null, Pattern.TryOf(path[i], bound));
        var pattern = target is null ? null : Pattern.TryOf(target, bound);
        return slot == Data ? new DataStep(elements, pattern) : new ReferenceStep(slot, elements, pattern);
    }
}

/// <summary>A call.</summary>
/// <param name="target">Null where the result must be true.</param>
internal sealed class CallGoal(int at, Callee callee, Operand[] arguments, Operand? target) : Goal(at)
{
    public override IEnumerable<Operand> Operands => target is null ? arguments : [.. arguments, target];

    public override bool IsReady(HashSet<int> bound) =>
        Array.TrueForAll(arguments, a => a.IsBound(bound)) && (target is null || Pattern.CanBe(target, bound));

    public override Step Emit(HashSet<int> bound) => new CallStep(callee, arguments, target is null ? null : Pattern.TryOf(target, bound));
}
