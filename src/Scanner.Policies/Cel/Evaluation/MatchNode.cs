using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary><c>matches</c> with a constant expression, which is compiled once.</summary>
internal sealed class MatchNode(Node text, Re2Pattern pattern, int patternLength) : Node
{
    private readonly CelError? _error = pattern.Error is { } error ? new CelError(error) : null;

    public override CelValue Run(Frame frame)
    {
        var value = text.Run(frame);
        if (value.IsFailure)
            return value;
        if (value is not CelString subject)
            return CelError.NoSuchOverload;
        frame.Charge(1 + (Frame.SizeOf(value) * (1 + (patternLength / 4))));
        return _error ?? (CelValue)CelBool.Of(pattern.Regex!.IsMatch(subject.Value));
    }
}
