using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>A step of a compiled expression.</summary>
internal abstract class Node
{
    public abstract CelValue Run(Frame frame);

    /// <summary>Values of several nodes; the failure to hand on when one of them has none.</summary>
    protected static CelValue? RunAll(Node[] nodes, Frame frame, CelValue[] values)
    {
        CelValue? failure = null;
        for (var i = 0; i < nodes.Length; i++)
        {
            values[i] = nodes[i].Run(frame);
            if (Failure(values[i]) is { } failed)
                failure = failure is null ? failed : CelUnknown.Worse(failure, failed);
        }

        return failure;
    }

    /// <summary>What keeps a function from looking at a value: an error, an unknown, or that not all of it is known.</summary>
    protected static CelValue? Failure(CelValue value) => value.IsFailure ? value : (value as CelMap)?.Missing;
}
