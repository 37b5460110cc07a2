using Scanner.Policies.Cel.Evaluation;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel;

/// <summary>A compiled expression. Evaluations change nothing of it, so several may run at once.</summary>
public sealed class CelProgram
{
    /// <summary>As the API server limits one expression (<c>celconfig.PerCallLimit</c>).</summary>
    public const long DefaultCostLimit = 1_000_000;

    private readonly Node _root;
    private readonly int _locals;
    private readonly int _variables;

    internal CelProgram(Node root, CelType type, int locals, int variables) => (_root, Type, _locals, _variables) = (root, type, locals, variables);

    /// <summary>What every value of the expression is, as far as that is known before the evaluation.</summary>
    public CelType Type { get; }

    /// <param name="variables">In the order of <see cref="CelEnvironment.Variables"/>; null for one that has no value.</param>
    /// <param name="costLimit">In the units of the API server, one a step.</param>
    /// <returns>A value, a <see cref="CelError"/> or a <see cref="CelUnknown"/>.</returns>
    public CelValue Evaluate(ReadOnlySpan<CelValue?> variables, long costLimit = DefaultCostLimit)
    {
        return Evaluate(NewFrame(variables, costLimit));
    }

    /// <summary>The same for one of several expressions that have a budget together; it goes down by what this one costs.</summary>
    public CelValue Evaluate(ReadOnlySpan<CelValue?> variables, CelBudget budget)
    {
        var frame = NewFrame(variables, DefaultCostLimit);
        var value = Evaluate(frame);
        budget.Spend(frame.Spent);
        return value;
    }

    private CelValue Evaluate(Frame frame)
    {
        try
        {
            return _root.Run(frame);
        }
        catch (BudgetExceededException exceeded)
        {
            return new CelError(exceeded.Message);
        }
    }

    private Frame NewFrame(ReadOnlySpan<CelValue?> variables, long costLimit) => variables.Length == _variables
        ? new Frame(variables, _locals, costLimit)
        : throw new ArgumentException($"{_variables} values are wanted, not {variables.Length}", nameof(variables));
}
