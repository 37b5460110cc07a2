using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>What an evaluation may still cost, one a step.</summary>
internal sealed class Budget(long steps)
{
    private long _left = steps;

    public void Charge(long cost)
    {
        _left -= cost;
        if (_left < 0)
            throw new RegoEvaluationException(RegoEvaluationException.Limit, "more steps than an evaluation may take");
    }
}
