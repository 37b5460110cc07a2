using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

internal static class SetFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("sets.contains(list(A), list(A)): bool", a => CelBool.Of(Contains(a[0], a[1])));
        list.Add("sets.equivalent(list(A), list(A)): bool", a => CelBool.Of(Contains(a[0], a[1]) && Contains(a[1], a[0])));
        list.Add("sets.intersects(list(A), list(A)): bool", a => CelBool.Of(Count(a[0], a[1]) > 0));
    }

    private static bool Contains(CelValue set, CelValue sub) => Count(sub, set) == ((CelList)sub).Count;

    /// <summary>How many of the first are in the second.</summary>
    private static int Count(CelValue first, CelValue second) =>
        ((CelList)first).Items.ToArray().Count(item => Arithmetic.In(item, second).IsTrue);
}
