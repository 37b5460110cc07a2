using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class ObjectFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("object.get", "***", Get, takesUnknown: true);
        list.Add("object.keys", "o", a => RegoSet.Of(((RegoObject)a[0]).Keys.ToArray()));
        list.Add("object.remove", "o*", a => Kept((RegoObject)a[0], a[1], isIn: false));
        list.Add("object.filter", "o*", a => Kept((RegoObject)a[0], a[1], isIn: true));
        list.Add("object.union", "oo", a => Merged((RegoObject)a[0], (RegoObject)a[1]));
        list.Add("object.union_n", "a", a => MergedAll(Arg.Items(a[0])));
        list.Add("object.subset", "**", a => IsSubset(a[0], a[1]));
    }

    /// <summary>What is on the way to the key must be known, the rest need not be.</summary>
    private static RegoValue Get(RegoValue[] a)
    {
        if (a[0] is RegoUnknown || a[1].HasUnknown)
            return RegoUnknown.In(a[0]) ?? RegoUnknown.In(a[1])!;
        if (a[0] is not RegoObject table)
            return Arg.WrongType("object.get: operand 1 must be object");
        RegoValue value = table;
        foreach (var key in a[1] is RegoArray path ? path.Items.ToArray() : [a[1]])
        {
            var found = Evaluation.ReferenceStep.Find(value, key, out var unknown);
            if (found is null)
                return unknown ?? a[2];
            value = found;
        }

        return value;
    }

    private static RegoValue Kept(RegoObject table, RegoValue keys, bool isIn)
    {
        if (keys is not (RegoArray or RegoSet or RegoObject))
            return Arg.WrongType("operand 2 must be one of {object, array, set}");
        var wanted = new HashSet<RegoValue>((keys is RegoObject other ? other.Keys : Arg.Items(keys)).ToArray());
        var entries = new List<KeyValuePair<RegoValue, RegoValue>>();
        for (var i = 0; i < table.Count; i++)
        {
            if (wanted.Contains(table.Keys[i]) == isIn)
                entries.Add(KeyValuePair.Create(table.Keys[i], table.Values[i]));
        }

        return RegoObject.Of(entries);
    }

    /// <summary>Objects under one key are merged, too; of other values the second counts.</summary>
    private static RegoObject Merged(RegoObject first, RegoObject second)
    {
        var entries = new Dictionary<RegoValue, RegoValue>();
        for (var i = 0; i < first.Count; i++)
            entries[first.Keys[i]] = first.Values[i];
        for (var i = 0; i < second.Count; i++)
        {
            var key = second.Keys[i];
            entries[key] = entries.TryGetValue(key, out var before) && before is RegoObject a && second.Values[i] is RegoObject b ? Merged(a, b) : second.Values[i];
        }

        return RegoObject.Of(entries);
    }

    private static RegoValue MergedAll(ReadOnlySpan<RegoValue> tables)
    {
        var result = RegoObject.Empty;
        foreach (var table in tables)
        {
            if (table is not RegoObject next)
                return Arg.WrongType("object.union_n: operand 1 must be array of objects");
            result = Merged(result, next);
        }

        return result;
    }

    private static RegoValue IsSubset(RegoValue super, RegoValue sub) => (super, sub) switch
    {
        (RegoObject a, RegoObject b) => Arg.Of(HasAll(a, b)),
        (RegoSet a, RegoSet b) => Arg.Of(Array.TrueForAll(b.Items.ToArray(), a.Contains)),
        (RegoArray a, RegoArray b) => Arg.Of(HasRun(a.Items, b.Items)),
        (RegoArray a, RegoSet b) => Arg.Of(Array.TrueForAll(b.Items.ToArray(), i => a.Items.IndexOf(i) >= 0)),
        _ => Arg.WrongType("both arguments object.subset must be of the same type or array and set"),
    };

    private static bool HasAll(RegoObject super, RegoObject sub)
    {
        for (var i = 0; i < sub.Count; i++)
        {
            if (super.Find(sub.Keys[i]) is not { } value || !Covers(value, sub.Values[i]))
                return false;
        }

        return true;
    }

    private static bool Covers(RegoValue super, RegoValue sub) => (super, sub) switch
    {
        (RegoObject a, RegoObject b) => HasAll(a, b),
        (RegoSet a, RegoSet b) => Array.TrueForAll(b.Items.ToArray(), a.Contains),
        (RegoArray a, RegoArray b) => HasRun(a.Items, b.Items),
        _ => Ordering.AreEqual(super, sub),
    };

    /// <summary>Whether the elements stand one after the other somewhere.</summary>
    private static bool HasRun(ReadOnlySpan<RegoValue> super, ReadOnlySpan<RegoValue> sub)
    {
        for (var start = 0; start + sub.Length <= super.Length; start++)
        {
            var length = 0;
            while (length < sub.Length && Covers(super[start + length], sub[length]))
                length++;
            if (length == sub.Length)
                return true;
        }

        return false;
    }
}
