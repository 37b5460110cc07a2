using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>cel-go's extension of lists, version 3.</summary>
internal static class ListFunctions
{
    /// <summary>More elements than this are made by no policy in earnest.</summary>
    private const long MostElements = 100_000;

    public static void AddTo(FunctionList list)
    {
        list.Add("list(A).slice(int, int): list(A)", a => Slice((CelList)a[0], Arg.Int(a[1]), Arg.Int(a[2])));
        list.Add("list(dyn).flatten(): list(dyn)", a => Flatten((CelList)a[0], 1));
        list.Add("list(dyn).flatten(int): list(dyn)", a =>
            Arg.Int(a[1]) < 0 ? new CelError("flatten depth must not be negative") : Flatten((CelList)a[0], Arg.Int(a[1])));
        list.Add("list(A).distinct(): list(A)", a => new CelList([.. ((CelList)a[0]).Items.ToArray().Distinct()]));
        list.Add("list(A).reverse(): list(A)", a => new CelList([.. ((CelList)a[0]).Items.ToArray().Reverse()]));
        list.Add("list(A).sort(): list(A)", a => Sort((CelList)a[0], (CelList)a[0]));
        list.Add("lists.range(int): list(int)", a => Range(Arg.Int(a[0])));
    }

    /// <summary>The items in the order of their keys.</summary>
    public static CelValue Sort(CelList items, CelList keys)
    {
        for (var i = 1; i < keys.Count; i++)
        {
            if (keys[i].Kind != keys[0].Kind)
                return new CelError("list elements must have the same type");
            if (!Equality.HaveOrder(keys[0], keys[i]))
                return new CelError("list elements must be comparable");
        }

        if (keys.Count == 1 && !Equality.HaveOrder(keys[0], keys[0]))
            return new CelError("list elements must be comparable");
        return new CelList([.. Enumerable.Range(0, items.Count).OrderBy(i => keys[i], s_order).Select(i => items[i])]);
    }

    private static readonly Comparer<CelValue> s_order = Comparer<CelValue>.Create((a, b) => Equality.Compare(a, b) ?? 0);

    private static CelValue Slice(CelList items, long start, long end)
    {
        if (start < 0 || end < 0)
            return new CelError($"cannot slice({start}, {end}), negative indexes not supported");
        if (start > end || end > items.Count)
            return new CelError($"cannot slice({start}, {end}), start index must be less than or equal to end index, and end within the list");
        return new CelList(items.Items[(int)start..(int)end].ToArray());
    }

    private static CelList Flatten(CelList items, long depth)
    {
        var flat = new List<CelValue>();
        foreach (var item in items.Items)
        {
            if (item is CelList inner && depth > 0)
                flat.AddRange(Flatten(inner, depth - 1).Items);
            else
                flat.Add(item);
        }

        return new CelList([.. flat]);
    }

    private static CelValue Range(long count)
    {
        if (count > MostElements)
            return new CelError($"lists.range({count}): more than {MostElements} elements");
        return new CelList([.. Enumerable.Range(0, (int)Math.Max(count, 0)).Select(i => CelInt.Of(i))]);
    }
}
