using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>What an evaluation may still cost, one a step.</summary>
internal sealed class Budget(long steps)
{
    public void Charge(long cost)
    {
        steps -= cost;
        if (steps < 0)
            throw new RegoEvaluationException(RegoEvaluationException.Limit, "more steps than an evaluation may take");
    }
}
