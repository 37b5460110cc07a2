using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class AggregateFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("count", "*", Count, takesUnknown: true);
        list.Add("sum", "c", a => Fold(a[0], RegoNumber.Of(0), (x, y) => x + y, (x, y) => x + y, (x, y) => x + y));
        list.Add("product", "c", a => Fold(a[0], RegoNumber.Of(1), (x, y) => x * y, (x, y) => x * y, (x, y) => x * y));
        list.Add("max", "c", a => Best(a[0], 1));
        list.Add("min", "c", a => Best(a[0], -1));
        list.Add("sort", "c", a => Sorted(a[0]));
        list.Add("all", "c", a => Arg.Of(!Arg.Items(a[0]).ContainsAnyExcept(RegoBool.True)));
        list.Add("any", "c", a => Arg.Of(Arg.Items(a[0]).IndexOf(RegoBool.True) >= 0));
    }

    /// <summary>The length of an array, and of a text in code points, is known even where its elements are not.</summary>
    private static RegoValue Count(RegoValue[] a) => a[0] switch
    {
        RegoUnknown unknown => unknown,
        RegoString text => RegoNumber.Of(text.Value.EnumerateRunes().Count()),
        RegoArray array => RegoNumber.Of(array.Count),
        RegoObject { HasUnknown: true } or RegoSet { HasUnknown: true } => RegoUnknown.In(a[0])!,
        RegoObject table => RegoNumber.Of(table.Count),
        RegoSet set => RegoNumber.Of(set.Count),
        _ => Arg.WrongType("count: operand 1 must be one of {array, object, set, string}"),
    };

    private static RegoValue? Fold(
        RegoValue collection,
        RegoNumber start,
        Func<System.Numerics.BigInteger, System.Numerics.BigInteger, System.Numerics.BigInteger> whole,
        Func<decimal, decimal, decimal> exact,
        Func<double, double, double> real)
    {
        RegoValue result = start;
        foreach (var item in Arg.Items(collection))
        {
            if (item is not RegoNumber)
                return Arg.WrongType("operand 1 must be collection of numbers");
            if (ArithmeticFunctions.Combine([result, item], whole, exact, real) is not RegoNumber next)
                return null;
            result = next;
        }

        return result;
    }

    private static RegoValue? Best(RegoValue collection, int sign)
    {
        RegoValue? best = null;
        foreach (var item in Arg.Items(collection))
        {
            if (best is null || Ordering.Compare(item, best) * sign > 0)
                best = item;
        }

        return best;
    }

    private static RegoArray Sorted(RegoValue collection)
    {
        var items = Arg.Items(collection).ToArray();
        Array.Sort(items, Ordering.Instance);
        return new RegoArray(items);
    }
}
