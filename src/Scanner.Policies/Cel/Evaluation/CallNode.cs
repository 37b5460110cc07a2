using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>A call of a function; which of its overloads is decided by the arguments.</summary>
/// <param name="cost">Of each call beside what its arguments and its result cost.</param>
internal sealed class CallNode(string name, Overload[] overloads, Node[] arguments, long cost = 1) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(cost);
        var values = new CelValue[arguments.Length];
        if (RunAll(arguments, frame, values) is { } failure)
            return failure;
        foreach (var value in values)
            frame.Charge(Frame.SizeOf(value));
        foreach (var overload in overloads)
        {
            if (!overload.Accepts(values))
                continue;
            var result = overload.Body(values);
            frame.Charge(Frame.SizeOf(result));
            return result;
        }

        return new CelError($"no such overload: {name}({string.Join(", ", values.Select(v => v.Type.Name))})");
    }
}
