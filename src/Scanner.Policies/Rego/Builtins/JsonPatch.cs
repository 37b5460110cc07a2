using System.Globalization;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>JSON Patch (RFC 6902), as OPA applies it: to sets, too, whose members are their own keys.</summary>
internal static class JsonPatch
{
    public static RegoValue? Apply(RegoValue value, ReadOnlySpan<RegoValue> operations)
    {
        foreach (var operation in operations)
        {
            if (operation is not RegoObject table || table.Find("op") is not RegoString op || Path(table.Find("path")) is not { } path)
                return Arg.Fail("json.patch: missing op or path");
            if (Apply(value, table, op.Value, path) is not { } next)
                return null;
            value = next;
        }

        return value;
    }

    private static RegoValue? Apply(RegoValue value, RegoObject operation, string op, RegoValue[] path)
    {
        var content = operation.Find("value");
        switch (op)
        {
            case "add":
                return content is null ? null : Changed(value, path, 0, Change.Add, content);
            case "remove":
                return Changed(value, path, 0, Change.Remove, null);
            case "replace":
                return content is null ? null : Changed(value, path, 0, Change.Replace, content);
            case "test":
                return content is not null && Find(value, path) is { } found && Ordering.AreEqual(found, content) ? value : null;
            case "copy" or "move":
                if (Path(operation.Find("from")) is not { } from || Find(value, from) is not { } source)
                    return null;
                var rest = op == "move" ? Changed(value, from, 0, Change.Remove, null) : value;
                return rest is null ? null : Changed(rest, path, 0, Change.Add, source);
            default:
                return Arg.Fail($"json.patch: unknown operation {op}");
        }
    }

    private enum Change
    {
        Add,
        Remove,
        Replace,
    }

    private static RegoValue[]? Path(RegoValue? value) => value switch
    {
        RegoString { Value: "" } => [],
        RegoString text => [.. JsonPointer.Parts(text.Value.TrimStart('/')).Select(p => new RegoString(p))],
        RegoArray array => array.Items.ToArray(),
        _ => null,
    };

    private static RegoValue? Find(RegoValue value, ReadOnlySpan<RegoValue> path)
    {
        foreach (var key in path)
        {
            var found = value switch
            {
                RegoObject table => table.Find(key),
                RegoArray array => Index(key, array.Count - 1) is { } index ? array[index] : null,
                RegoSet set => set.Contains(key) ? key : null,
                _ => null,
            };
            if (found is null)
                return null;
            value = found;
        }

        return value;
    }

    private static RegoValue? Changed(RegoValue value, RegoValue[] path, int depth, Change change, RegoValue? content)
    {
        if (path.Length == depth)
            return change == Change.Remove ? null : content;
        var isLast = path.Length == depth + 1;
        RegoValue? Inner(RegoValue? inner) => isLast ? content : inner is null ? null : Changed(inner, path, depth + 1, change, content);
        return value switch
        {
            RegoObject table => InObject(table, path[depth], isLast, change, Inner),
            RegoArray array => InArray(array, path[depth], isLast, change, Inner),
            RegoSet set => InSet(set, path[depth], isLast, change, Inner),
            _ => null,
        };
    }

    private static RegoObject? InObject(RegoObject table, RegoValue key, bool isLast, Change change, Func<RegoValue?, RegoValue?> inner)
    {
        var before = table.Find(key);
        if (before is null && (!isLast || change != Change.Add))
            return null;
        if (isLast && change == Change.Remove)
        {
            return RegoObject.Of([.. table.Keys.ToArray().Zip(table.Values.ToArray(), KeyValuePair.Create).Where(e => !Ordering.AreEqual(e.Key, key))]);
        }

        return inner(before) is { } after ? table.With(key, after) : null;
    }

    private static RegoArray? InArray(RegoArray array, RegoValue key, bool isLast, Change change, Func<RegoValue?, RegoValue?> inner)
    {
        var isAdded = isLast && change == Change.Add;
        var index = isAdded && key is RegoString { Value: "-" } ? array.Count : Index(key, isAdded ? array.Count : array.Count - 1);
        if (index is not { } at)
            return null;
        var items = array.Items.ToArray().ToList();
        if (isLast && change == Change.Remove)
        {
            items.RemoveAt(at);
            return new RegoArray([.. items]);
        }

        if (inner(isAdded ? null : items[at]) is not { } after)
            return null;
        if (isAdded)
            items.Insert(at, after);
        else
            items[at] = after;
        return new RegoArray([.. items]);
    }

    private static RegoSet? InSet(RegoSet set, RegoValue key, bool isLast, Change change, Func<RegoValue?, RegoValue?> inner)
    {
        var isThere = set.Contains(key);
        if (isLast && change == Change.Add)
            return inner(null) is { } added && Ordering.AreEqual(added, key) ? RegoSet.Of([.. set.Items, added]) : null;
        if (!isThere)
            return null;
        var others = Array.FindAll(set.Items.ToArray(), i => !Ordering.AreEqual(i, key));
        if (isLast && change == Change.Remove)
            return RegoSet.Of(others);
        return inner(key) is { } after ? RegoSet.Of([.. others, after]) : null;
    }

    /// <summary>Null for what is no index up to the last.</summary>
    private static int? Index(RegoValue key, int last)
    {
        var index = key switch
        {
            RegoNumber number => number.AsIndex(),
            RegoString { Value: var text } when (text.Length == 1 || !text.StartsWith('0'))
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => null,
        };
        return index >= 0 && index <= last ? index : null;
    }
}
