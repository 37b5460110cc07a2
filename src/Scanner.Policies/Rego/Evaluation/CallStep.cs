using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A call, whose result must fit.</summary>
/// <param name="target">Null where the result must be true.</param>
internal sealed class CallStep(Callee callee, Operand[] arguments, Pattern? target) : Step
{
    public override bool Run(Frame frame)
    {
        var values = new RegoValue[arguments.Length];
        var cost = 1L;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Value(frame);
            cost += values[i].Size / 8;
        }

        frame.Charge(cost);
        var context = frame.Context;
        var called = callee;
        if (context.Mock(callee.Name) is { } mock)
            (called, context) = (mock, context.WithoutMocks());
        if (called.CallAll(values, context) is { } several)
        {
            foreach (var one in several)
            {
                frame.Charge(1);
                if (Continue(frame, one, target))
                    return true;
            }

            return false;
        }

        var result = called.Call(values, context);
        if (result is RegoError error)
            return context.IsStrict ? throw new RegoEvaluationException(error.Code, error.Message) : false;
        if (result is null)
            return false;
        frame.Charge(result.Size / 2);
        return Continue(frame, result, target);
    }
}
