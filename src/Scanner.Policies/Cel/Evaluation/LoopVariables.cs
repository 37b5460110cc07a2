using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>Where a macro keeps its variables: one, or index (key) and value.</summary>
/// <param name="second">Below zero for a macro of one variable.</param>
internal sealed class LoopVariables(int first, int second)
{
    public bool AreTwo => second >= 0;

    /// <summary>Keys (or indices) and values, or the failure where there is nothing to go over.</summary>
    public static (IEnumerable<(CelValue Key, CelValue Value)> Elements, CelValue? Failure) Over(CelValue range) => range switch
    {
        CelList list => (Elements(list), null),
        CelMap { Missing: { } missing } => ([], missing),
        CelMap map => (Entries(map), null),
        { IsFailure: true } => ([], range),
        _ => ([], CelError.NotIterable(range)),
    };

    public void Set(Frame frame, (CelValue Key, CelValue Value) element, bool isMap)
    {
        frame.Charge(1);
        frame.Locals[first] = AreTwo || isMap ? element.Key : element.Value;
        if (AreTwo)
            frame.Locals[second] = element.Value;
    }

    private static IEnumerable<(CelValue Key, CelValue Value)> Elements(CelList list)
    {
        for (var i = 0; i < list.Count; i++)
            yield return (CelInt.Of(i), list[i]);
    }

    private static IEnumerable<(CelValue Key, CelValue Value)> Entries(CelMap map)
    {
        foreach (var key in map.Keys)
            yield return (key, map.Find(key)!);
    }
}
