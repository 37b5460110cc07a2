using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>What it costs to go over values.</summary>
internal static class Cost
{
    /// <summary>Steps: one for each element or character.</summary>
    public static long SizeOf(CelValue value) => value switch
    {
        CelString text => text.Value.Length,
        CelList list => list.Count,
        CelMap map => map.Count,
        _ => 1,
    };
}
