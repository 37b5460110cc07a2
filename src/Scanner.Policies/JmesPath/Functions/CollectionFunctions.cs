using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Functions of the specification over lists and objects.</summary>
internal static class CollectionFunctions
{
    public static void AddTo(JmesFunctions list)
    {
        list.Add("avg(array[number])", a => Items(a[0]) is { Length: > 0 } n ? JmesNumbers.Of(n.Average(JmesNumbers.ToDouble)) : CelNull.Value);
        list.Add("sum(array[number])", a => JmesNumbers.Of(Items(a[0]).Sum(JmesNumbers.ToDouble)));
        list.Add("join(string, array[string])", a => Arg.Text(string.Join(Arg.Text(a[0]), Items(a[1]).Select(Arg.Text))));
        list.Add("keys(object)", a => new CelList([.. ((CelMap)a[0]).Keys]));
        list.Add("values(object)", a => new CelList([.. ((CelMap)a[0]).Keys.Select(k => ((CelMap)a[0]).Find(k)!)]));
        list.Add("merge(object...)", a => Merge(a));
        list.Add("max(array[number]|array[string])", a => Extreme(Items(a[0]), 1));
        list.Add("min(array[number]|array[string])", a => Extreme(Items(a[0]), -1));
        list.Add("reverse(array|string)", a => a[0] is CelString text ? Reverse(text) : new CelList([.. Items(a[0]).Reverse()]));
        list.Add("sort(array[string]|array[number])", a => new CelList([.. Items(a[0]).OrderBy(v => v, s_order)]));
        list.Add("map(expression, array)", (a, evaluator) => Map((JmesReference)a[0], Items(a[1]), evaluator));
        list.Add("max_by(array, expression)", (a, evaluator) => By(a, evaluator, keyed => Furthest(keyed, 1)));
        list.Add("min_by(array, expression)", (a, evaluator) => By(a, evaluator, keyed => Furthest(keyed, -1)));
        list.Add("sort_by(array, expression)", (a, evaluator) => By(a, evaluator, keyed => new CelList([.. keyed.OrderBy(k => k.Key, s_order).Select(k => k.Item)])));
    }

    private static readonly Comparer<CelValue> s_order = Comparer<CelValue>.Create((a, b) => Equality.Compare(a, b) ?? 0);

    private static CelValue[] Items(CelValue list) => ((CelList)list).Items.ToArray();

    private static CelTable Merge(CelValue[] objects)
    {
        var table = new Dictionary<CelValue, CelValue>();
        foreach (var map in objects.Cast<CelMap>())
        {
            foreach (var key in map.Keys)
                table[key] = map.Find(key)!;
        }

        return new CelTable(table);
    }

    private static CelString Reverse(CelString text)
    {
        var runes = text.ToRunes();
        Array.Reverse(runes);
        return Arg.Text(string.Concat(runes.Select(r => r.ToString())));
    }

    private static CelValue Extreme(CelValue[] items, int sign) => Furthest([.. items.Select(i => (i, i))], sign);

    private static CelValue Furthest((CelValue Item, CelValue Key)[] items, int sign)
    {
        if (items.Length == 0)
            return CelNull.Value;
        var best = items[0];
        foreach (var item in items)
        {
            if (s_order.Compare(item.Key, best.Key) * sign > 0)
                best = item;
        }

        return best.Item;
    }

    private static CelValue Map(JmesReference reference, CelValue[] items, IJmesCaller evaluator)
    {
        var mapped = new CelValue[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            mapped[i] = UnknownKey.OrNull(evaluator.Run(reference, items[i]));
            if (mapped[i].IsFailure)
                return mapped[i];
        }

        return new CelList(mapped);
    }

    /// <summary>The keys have to be all texts or all numbers.</summary>
    private static CelValue By(CelValue[] arguments, IJmesCaller evaluator, Func<(CelValue Item, CelValue Key)[], CelValue> choose)
    {
        var items = Items(arguments[0]);
        var keys = Map((JmesReference)arguments[1], items, evaluator);
        if (keys is not CelList list)
            return keys;
        return JmesTypeReader.Accepts(JmesTypes.Texts | JmesTypes.Numbers, keys)
            ? choose([.. items.Zip(list.Items.ToArray())])
            : new CelError("invalid type, the expression must give strings or numbers");
    }
}
