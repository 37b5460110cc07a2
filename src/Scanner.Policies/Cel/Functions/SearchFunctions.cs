using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>Kubernetes' library of lists, which it has had from the start.</summary>
internal static class SearchFunctions
{
    public static void AddTo(FunctionList list)
    {
        foreach (var type in (string[])["int", "uint", "double", "duration"])
            list.Add($"list({type}).sum(): {type}", a => Sum((CelList)a[0]));
        foreach (var type in (string[])["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"])
        {
            list.Add($"list({type}).isSorted(): bool", a => IsSorted((CelList)a[0]));
            list.Add($"list({type}).min(): {type}", a => Best((CelList)a[0], "min", -1));
            list.Add($"list({type}).max(): {type}", a => Best((CelList)a[0], "max", 1));
        }

        list.Add("list(A).indexOf(A): int", a => CelInt.Of(IndexOf((CelList)a[0], a[1], fromEnd: false)));
        list.Add("list(A).lastIndexOf(A): int", a => CelInt.Of(IndexOf((CelList)a[0], a[1], fromEnd: true)));
    }

    private static CelValue IsSorted(CelList items)
    {
        for (var i = 1; i < items.Count; i++)
        {
            if (!Equality.HaveOrder(items[i - 1], items[i]))
                return CelError.NoSuchOverload;
            if (Equality.Compare(items[i - 1], items[i]) is not <= 0)
                return CelBool.False;
        }

        return CelBool.True;
    }

    private static CelValue Sum(CelList items)
    {
        CelValue sum = items.Count == 0 ? CelInt.Of(0) : items[0];
        if (!Equality.IsNumber(sum) && sum.Kind != CelKind.Duration)
            return CelError.NoSuchOverload;
        for (var i = 1; i < items.Count && !sum.IsFailure; i++)
            sum = Arithmetic.Add(sum, items[i]);
        return sum;
    }

    private static CelValue Best(CelList items, string name, int sign)
    {
        if (items.Count == 0)
            return new CelError($"{name} called on empty list");
        var best = items[0];
        for (var i = 1; i < items.Count; i++)
        {
            if (!Equality.HaveOrder(best, items[i]))
                return CelError.NoSuchOverload;
            if (Equality.Compare(items[i], best) * sign > 0)
                best = items[i];
        }

        return best;
    }

    private static int IndexOf(CelList items, CelValue sought, bool fromEnd)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var at = fromEnd ? items.Count - 1 - i : i;
            if (Equality.AreEqual(items[at], sought))
                return at;
        }

        return -1;
    }
}
