using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

internal sealed class ListNode(Node[] items, bool[] areOptional) : Node
{
    private readonly bool _hasOptional = areOptional.Contains(true);

    public override CelValue Run(Frame frame)
    {
        frame.Charge(10);
        var values = new CelValue[items.Length];
        if (RunAll(items, frame, values) is { } failure)
            return failure;
        if (!_hasOptional)
            return new CelList(values);
        var there = new List<CelValue>();
        for (var i = 0; i < values.Length; i++)
        {
            if (!areOptional[i])
                there.Add(values[i]);
            else if (values[i] is not CelOptional optional)
                return new CelError($"cannot initialize optional list element from non-optional value {values[i]}");
            else if (optional.Value is { } value)
                there.Add(value);
        }

        return new CelList([.. there]);
    }
}
