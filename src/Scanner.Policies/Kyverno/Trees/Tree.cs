using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.Kyverno.Trees;

/// <summary>Reads objects of JSON as values. What is absent and what is null are the same here.</summary>
internal static class Tree
{
    public static CelValue? Get(CelValue? value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            value = value is CelMap map ? map.Find(new CelString(name)) : null;
        return value is null or CelNull ? null : value;
    }

    public static string Text(CelValue? value, params ReadOnlySpan<string> path) => Get(value, path) is CelString text ? text.Value : "";

    public static bool? Flag(CelValue? value, params ReadOnlySpan<string> path) => Get(value, path) is CelBool flag ? flag.IsTrue : null;

    public static CelValue[] Items(CelValue? value, params ReadOnlySpan<string> path) => Get(value, path) is CelList list ? list.Items.ToArray() : [];

    public static ImmutableArray<string> Texts(CelValue? value, params ReadOnlySpan<string> path) =>
        [.. Items(value, path).OfType<CelString>().Select(t => t.Value)];

    /// <summary>The entries of an object whose values are texts: labels, annotations.</summary>
    public static Dictionary<string, string> Pairs(CelValue? value, params ReadOnlySpan<string> path)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var (key, item) in Entries(Get(value, path)))
        {
            if (item is CelString text)
                pairs[key] = text.Value;
        }

        return pairs;
    }

    public static IEnumerable<(string Key, CelValue Value)> Entries(CelValue? value) =>
        value is CelMap map ? map.Keys.Select(k => (k.ToString()!, map.Find(k)!)) : [];

    /// <summary>The texts, numbers and names of fields in it.</summary>
    public static IEnumerable<string> Words(CelValue? value) => value switch
    {
        CelMap => Entries(value).SelectMany(e => Words(e.Value).Prepend(e.Key)),
        CelList list => list.Items.ToArray().SelectMany(Words),
        CelString text => [text.Value],
        null => [],
        _ => Equality.IsNumber(value) ? [JmesNumbers.Text(value)] : [],
    };

    public static CelTable Of(IEnumerable<(string Key, CelValue Value)> entries)
    {
        var table = new Dictionary<CelValue, CelValue>();
        foreach (var (key, value) in entries)
            table[new CelString(key)] = value;
        return new CelTable(table);
    }

    /// <summary>The same object with some entries set; null takes an entry away.</summary>
    public static CelTable With(CelValue? value, params ReadOnlySpan<(string Key, CelValue? Value)> changes)
    {
        var table = new Dictionary<CelValue, CelValue>();
        foreach (var (key, item) in Entries(value))
            table[new CelString(key)] = item;
        foreach (var (key, item) in changes)
        {
            if (item is null)
                table.Remove(new CelString(key));
            else
                table[new CelString(key)] = item;
        }

        return new CelTable(table);
    }

    /// <summary>One object over another: objects within them are merged, everything else is replaced.</summary>
    public static CelValue Merge(CelValue under, CelValue over)
    {
        if (under is not CelMap || over is not CelMap)
            return over;
        var table = Entries(under).ToDictionary(e => e.Key, e => e.Value);
        foreach (var (key, value) in Entries(over))
            table[key] = table.TryGetValue(key, out var present) ? Merge(present, value) : value;
        return Of(table.Select(e => (e.Key, e.Value)));
    }
}
