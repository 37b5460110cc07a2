using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class Comparisons
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("equal", "**", a => Arg.Of(Ordering.AreEqual(a[0], a[1])));
        list.Add("eq", "**", a => Arg.Of(Ordering.AreEqual(a[0], a[1])));
        list.Add("neq", "**", a => Arg.Of(!Ordering.AreEqual(a[0], a[1])));
        list.Add("lt", "**", a => Arg.Of(Ordering.Compare(a[0], a[1]) < 0));
        list.Add("lte", "**", a => Arg.Of(Ordering.Compare(a[0], a[1]) <= 0));
        list.Add("gt", "**", a => Arg.Of(Ordering.Compare(a[0], a[1]) > 0));
        list.Add("gte", "**", a => Arg.Of(Ordering.Compare(a[0], a[1]) >= 0));
        list.Add("internal.member_2", "**", a => Member(null, a[0], a[1]), takesUnknown: true);
        list.Add("internal.member_3", "***", a => Member(a[0], a[1], a[2]), takesUnknown: true);
    }

    /// <summary>One member that is known is enough, whatever the others are.</summary>
    private static RegoValue Member(RegoValue? key, RegoValue value, RegoValue collection)
    {
        if (value.HasUnknown || key is { HasUnknown: true } || collection is RegoUnknown)
            return RegoUnknown.In(value) ?? (key is null ? null : RegoUnknown.In(key)) ?? (RegoValue)collection;
        var isThere = (key, collection) switch
        {
            (null, RegoSet set) => set.Contains(value),
            (null, RegoArray or RegoObject) => Arg.Items(collection).IndexOf(value) >= 0,
            (RegoNumber, RegoArray array) => array.Find(key) is { } item && Ordering.AreEqual(item, value),
            (not null, RegoObject table) => table.Find(key) is { } item && Ordering.AreEqual(item, value),
            (not null, RegoSet set) => Ordering.AreEqual(key, value) && set.Contains(value),
            _ => false,
        };
        return !isThere && collection.HasUnknown ? RegoUnknown.In(collection)! : Arg.Of(isThere);
    }
}
