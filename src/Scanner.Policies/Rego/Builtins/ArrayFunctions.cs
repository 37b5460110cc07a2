using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class ArrayFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("array.concat", "aa", a => new RegoArray([.. Arg.Items(a[0]), .. Arg.Items(a[1])]));
        list.Add("array.reverse", "a", a => new RegoArray([.. Arg.Items(a[0]).ToArray().Reverse()]));
        list.Add("array.slice", "ann", a => Slice((RegoArray)a[0], Arg.Number(a[1]), Arg.Number(a[2])));
        list.Add("array.flatten", "a", a => new RegoArray([.. Flat((RegoArray)a[0])]));
    }

    private static RegoValue Slice(RegoArray array, RegoNumber start, RegoNumber stop)
    {
        if (!start.IsWhole || !stop.IsWhole)
            return Arg.WrongType("array.slice: operand must be integer number");
        var from = Math.Clamp(start.AsIndex() ?? (start.AsBig().Sign < 0 ? 0 : array.Count), 0, array.Count);
        var to = Math.Clamp(stop.AsIndex() ?? (stop.AsBig().Sign < 0 ? 0 : array.Count), 0, array.Count);
        return to <= from ? RegoArray.Empty : new RegoArray(array.Items[from..to].ToArray());
    }

    private static IEnumerable<RegoValue> Flat(RegoArray array)
    {
        foreach (var item in array.Items.ToArray())
        {
            if (item is not RegoArray inner)
            {
                yield return item;
                continue;
            }

            foreach (var part in inner.Items.ToArray())
                yield return part;
        }
    }
}
