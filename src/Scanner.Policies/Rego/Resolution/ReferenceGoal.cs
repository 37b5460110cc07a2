using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>A reference.</summary>
/// <param name="slot">Of the variable that it begins with; <see cref="ReferenceStep.Input"/> or <see cref="Data"/>.</param>
/// <param name="target">Null where what is found must be true.</param>
internal sealed class ReferenceGoal(int at, int slot, Operand[] path, Operand? target) : Goal(at)
{
    public const int Data = -2;

    public override IEnumerable<Operand> Operands =>
        [.. path, .. target is null ? (Operand[])[] : [target], .. slot >= 0 ? (Operand[])[new Operand.Variable(slot, "")] : []];

    public override bool IsReady(HashSet<int> bound)
    {
        if (slot >= 0 && !bound.Contains(slot))
            return false;
        HashSet<int> known = [.. bound];
        return Array.TrueForAll(path, p => Pattern.TryOf(p, known) is not null) && (target is null || Pattern.TryOf(target, known) is not null);
    }

    public override Step Emit(HashSet<int> bound)
    {
        var elements = new ReferenceStep.Element[path.Length];
        for (var i = 0; i < path.Length; i++)
            elements[i] = path[i].IsBound(bound) ? new ReferenceStep.Element(path[i], null) : new ReferenceStep.Element(null, Pattern.TryOf(path[i], bound));
        var pattern = target is null ? null : Pattern.TryOf(target, bound);
        return slot == Data ? new DataStep(elements, pattern) : new ReferenceStep(slot, elements, pattern);
    }
}
