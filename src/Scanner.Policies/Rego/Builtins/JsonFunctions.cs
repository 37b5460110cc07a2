using System.Text;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class JsonFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("json.marshal", "*", a => Arg.Of(RegoJson.Write(a[0])));
        list.Add("json.marshal_with_options", "*o", a => MarshalWith(a[0], (RegoObject)a[1]));
        list.Add("json.unmarshal", "s", a => RegoJson.Parse(Arg.Text(a[0])) ?? Arg.Fail("json.unmarshal: invalid JSON"));
        list.Add("json.is_valid", "*", a => Arg.Of(a[0] is RegoString text && RegoJson.Parse(text.Value) is not null));
        list.Add("json.filter", "oc", a => Filter(a[0], a[1]));
        list.Add("json.remove", "oc", a => Remove(a[0], a[1]));
        list.Add("json.patch", "*a", a => RegoPatch.Apply(a[0], Arg.Items(a[1])));
    }

    private static RegoValue MarshalWith(RegoValue value, RegoObject options)
    {
        foreach (var key in options.Keys)
        {
            if (key is not RegoString { Value: "pretty" or "indent" or "prefix" })
                return Arg.WrongType("json.marshal_with_options: object contained an unknown key");
        }

        var isPretty = options.Find("pretty") is { } pretty ? !pretty.IsFalse : options.Count > 0;
        if (!isPretty)
            return Arg.Of(RegoJson.Write(value));
        var prefix = (options.Find("prefix") as RegoString)?.Value ?? "";
        var text = new StringBuilder(prefix);
        WritePretty(text, value, "\n" + prefix, (options.Find("indent") as RegoString)?.Value ?? "\t");
        return Arg.Of(text.ToString());
    }

    private static void WritePretty(StringBuilder text, RegoValue value, string line, string indent)
    {
        var members = new Members(value);
        if (members.Count == 0)
        {
            text.Append(RegoJson.Write(value));
            return;
        }

        text.Append(value is RegoObject ? '{' : '[');
        for (var i = 0; i < members.Count; i++)
        {
            var (key, inner) = members[i];
            text.Append(i > 0 ? "," : "").Append(line).Append(indent);
            if (value is RegoObject)
                text.Append(RegoJson.Write(key is RegoString ? key : Arg.Of(RegoJson.Write(key)))).Append(": ");
            WritePretty(text, inner, line + indent, indent);
        }

        text.Append(line).Append(value is RegoObject ? '}' : ']');
    }

    /// <summary>The paths, as texts with slashes or as arrays; null where one is neither.</summary>
    private static List<RegoValue[]>? Paths(RegoValue paths)
    {
        var all = new List<RegoValue[]>();
        foreach (var path in Arg.Items(paths))
        {
            if (RegoPatch.Path(path) is not { } keys)
                return null;
            all.Add(keys);
        }

        return all;
    }

    private static RegoValue? Filter(RegoValue value, RegoValue paths) =>
        Paths(paths) is { } all ? Filtered(value, [.. all], 0) ?? RegoObject.Empty : Arg.WrongType("json.filter: operand 2 must be paths");

    private static RegoValue? Remove(RegoValue value, RegoValue paths) =>
        Paths(paths) is { } all ? Removed(value, [.. all], 0) : Arg.WrongType("json.remove: operand 2 must be paths");

    private static RegoValue? Filtered(RegoValue value, RegoValue[][] paths, int depth)
    {
        if (Array.Exists(paths, p => p.Length == depth))
            return value;
        return Rebuilt(value, paths, depth, (inner, further) => further.Length == 0 ? null : Filtered(inner, further, depth + 1));
    }

    private static RegoValue? Removed(RegoValue value, RegoValue[][] paths, int depth)
    {
        if (Array.Exists(paths, p => p.Length == depth))
            return depth == 0 ? value : null;
        return Rebuilt(value, paths, depth, (inner, further) => further.Length == 0 ? inner : Removed(inner, further, depth + 1));
    }

    private static RegoValue? Rebuilt(RegoValue value, RegoValue[][] paths, int depth, Func<RegoValue, RegoValue[][], RegoValue?> each)
    {
        RegoValue[][] At(RegoValue key) => Array.FindAll(paths, p => p.Length > depth && KeyText(p[depth]) == KeyText(key));
        switch (value)
        {
            case RegoObject table:
                var entries = new List<KeyValuePair<RegoValue, RegoValue>>();
                for (var i = 0; i < table.Count; i++)
                {
                    if (each(table.Values[i], At(table.Keys[i])) is { } inner)
                        entries.Add(KeyValuePair.Create(table.Keys[i], inner));
                }

                return RegoObject.Of(entries);
            case RegoArray array:
                return new RegoArray([.. array.Items.ToArray().Select((item, i) => each(item, At(RegoNumber.Of(i)))).Where(i => i is not null).Select(i => i!)]);
            case RegoSet set:
                return RegoSet.Of([.. set.Items.ToArray().Select(item => each(item, At(item))).Where(i => i is not null).Select(i => i!)]);
            default:
                return each(value, []);
        }
    }

    private static string KeyText(RegoValue key) => key is RegoString text ? text.Value : key.ToString();
}
