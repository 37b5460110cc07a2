using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>What one evaluation reads and writes: its variables, the variables of its macros, and what it may still cost.</summary>
internal sealed class Frame(ReadOnlySpan<CelValue?> variables, int locals, long budget)
{
    private readonly CelValue?[] _variables = variables.ToArray();
    private readonly long _limit = budget;
    private long _spent;

    /// <summary>What the evaluation has cost so far.</summary>
    public long Spent => _spent;

    public CelValue[] Locals { get; } = locals == 0 ? [] : new CelValue[locals];

    public CelValue? Variable(int slot) => _variables[slot];

    /// <exception cref="BudgetExceededException">The evaluation has cost more than it may.</exception>
    public void Charge(long cost)
    {
        _spent += cost;
        if (_spent > _limit)
            throw new BudgetExceededException();
    }

    /// <summary>What it costs to go over a value once, as Kubernetes counts: a tenth for each character, one for each element.</summary>
    public static long SizeOf(CelValue value) => value switch
    {
        CelString text => text.Value.Length / 10,
        CelBytes bytes => bytes.Value.Length / 10,
        CelList list => list.Count,
        CelMap map => map.Count,
        _ => 0,
    };
}
