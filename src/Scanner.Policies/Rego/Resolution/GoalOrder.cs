using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Syntax;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>
/// Puts the conditions of a body into an order in which every variable has a value where one is needed: the order written, but for those that
/// have to wait.
/// </summary>
internal sealed class GoalOrder
{
    private const int MostGoals = 5_000;

    private readonly List<Step> _steps = [];
    private readonly HashSet<int> _bound;

    /// <param name="bound">The variables that have values before; afterwards those of the body have, too.</param>
    /// <exception cref="RegoSyntaxException">A variable gets no value.</exception>
    public GoalOrder(List<Goal> goals, HashSet<int> bound)
    {
        _bound = bound;
        var rest = new List<Goal>(goals);
        if (rest.Count > MostGoals)
            throw new RegoSyntaxException($"more than {MostGoals} expressions", rest[0].At);
        while (rest.Count > 0)
        {
            var next = rest.FindIndex(g => g.IsReady(bound));
            if (next < 0)
            {
                if (!Divide(rest))
                    throw Unsafe(rest[0].At, rest[0].Operands.SelectMany(Variables).FirstOrDefault(v => !bound.Contains(v.Slot)));
                continue;
            }

            var goal = rest[next];
            rest.RemoveAt(next);
            _steps.Add(goal.Emit(bound));
        }
    }

    public static Step Emit(List<Goal> goals, HashSet<int> bound, Step end) => new GoalOrder(goals, bound).Link(end);

    public static bool CanBe(List<Goal> goals, HashSet<int> bound)
    {
        try
        {
            _ = new GoalOrder(goals, [.. bound]);
            return true;
        }
        catch (RegoSyntaxException)
        {
            return false;
        }
    }

    /// <summary>What stands in the head needs values, too.</summary>
    public void Require(int at, ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (Variables(operand).FirstOrDefault(v => !_bound.Contains(v.Slot)) is { } missing)
                throw Unsafe(at, missing);
        }
    }

    /// <summary>The first step, each with its next, the last with the end.</summary>
    public Step Link(Step end)
    {
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            _steps[i].Next = end;
            end = _steps[i];
        }

        return end;
    }

    public static IEnumerable<Operand.Variable> Variables(Operand operand) => operand switch
    {
        Operand.Variable variable => [variable],
        Operand.List array => array.Items.SelectMany(Variables),
        Operand.Table table => table.Keys.Concat(table.Values).SelectMany(Variables),
        _ => operand.Slots.Select(s => new Operand.Variable(s, "")),
    };

    private static bool Divide(List<Goal> goals)
    {
        for (var i = 0; i < goals.Count; i++)
        {
            if ((goals[i] as EqualGoal)?.Parts() is not { } parts)
                continue;
            goals.RemoveAt(i);
            goals.InsertRange(i, parts);
            return true;
        }

        return false;
    }

    private static RegoSyntaxException Unsafe(int at, Operand.Variable? variable) =>
        new($"var {(variable is { Name.Length: > 0 } ? variable.Name : "_")} is unsafe", at, "rego_unsafe_var_error");
}
