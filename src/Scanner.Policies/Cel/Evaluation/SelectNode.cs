using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary><c>a.b</c> and <c>a.?b</c>. On an optional, what is selected is an optional too.</summary>
internal sealed class SelectNode(Node operand, string field, bool isOptional) : Node
{
    private readonly CelString _key = new(field);

    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var value = operand.Run(frame);
        return value.IsFailure ? value : Select(value, isOptional);
    }

    private CelValue Select(CelValue value, bool asOptional) => value switch
    {
        CelMap map when asOptional => map.Find(_key) switch
        {
            null => CelOptional.None,
            { IsFailure: true } failure => failure,
            { } found => CelOptional.Of(found),
        },
        CelMap map => map.Find(_key) ?? CelError.NoSuchKey(_key),
        CelOptional { Value: null } => value,
        CelOptional { Value: { } inner } => Select(inner, asOptional: true),
        CelList => CelError.NotAnIndex(_key),
        // As cel-go: what has no fields has none of that name, null too. Only a.?b asks whether there is one.
        _ => isOptional ? CelOptional.None : CelError.NoSuchKey(_key),
    };
}
