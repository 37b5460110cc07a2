using System.Globalization;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Mutations;

/// <summary>JSON Patch (RFC 6902). Removing what is not there does nothing, and adding makes what is missing on the way, as in Kyverno.</summary>
internal static class JsonPatch
{
    /// <returns>The object with the operations, or null where one cannot be carried out.</returns>
    public static CelValue? Apply(CelValue target, IEnumerable<CelValue> operations)
    {
        foreach (var operation in operations)
        {
            var path = Parts(Tree.Text(operation, "path"));
            var value = Tree.Get(operation, "value") ?? CelNull.Value;
            var applied = Tree.Text(operation, "op") switch
            {
                "add" => Set(target, path, value, isInsert: true),
                "replace" => At(target, path) is null ? null : Set(target, path, value, isInsert: false),
                "remove" => At(target, path) is null ? target : Set(target, path, null, isInsert: false),
                "test" => At(target, path) is { } present && present.Equals(value) ? target : null,
                "copy" or "move" => Moved(target, Parts(Tree.Text(operation, "from")), path, Tree.Text(operation, "op") == "move"),
                _ => null,
            };
            if (applied is null)
                return null;
            target = applied;
        }

        return target;
    }

    private static CelValue? Moved(CelValue target, string[] from, string[] path, bool isMove)
    {
        if (At(target, from) is not { } value || (isMove ? Set(target, from, null, isInsert: false) : target) is not { } left)
            return null;
        return Set(left, path, value, isInsert: true);
    }

    private static string[] Parts(string path) => JsonPointer.Parts(path)[1..];

    private static CelValue? At(CelValue? value, ReadOnlySpan<string> path)
    {
        foreach (var part in path)
        {
            value = value switch
            {
                CelMap map => map.Find(new CelString(part)),
                CelList list => Index(part, list.Count) is { } index && index < list.Count ? list[index] : null,
                _ => null,
            };
        }

        return value;
    }

    /// <summary>A dash is the end of the list, and negative numbers count from it.</summary>
    private static int? Index(string part, int count)
    {
        if (part == "-")
            return count;
        if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            return null;
        index = index < 0 ? index + count : index;
        return index >= 0 && index <= count ? index : null;
    }

    /// <param name="value">Null to take the place away.</param>
    private static CelValue? Set(CelValue? target, ReadOnlySpan<string> path, CelValue? value, bool isInsert)
    {
        if (path.IsEmpty)
            return value;
        if (target is CelList list)
            return SetItem(list, path, value, isInsert);
        if (target is not (null or CelNull or CelMap))
            return null;
        var inner = path.Length == 1 ? value : Set(Tree.Get(target, path[0]), path[1..], value, isInsert);
        return inner is null && (path.Length > 1 || value is not null) ? null : Tree.With(target, (path[0], inner));
    }

    private static CelList? SetItem(CelList list, ReadOnlySpan<string> path, CelValue? value, bool isInsert)
    {
        var items = list.Items.ToArray().ToList();
        if (Index(path[0], list.Count) is not { } index || (index == list.Count && !(isInsert && path.Length == 1)))
            return null;
        if (path.Length > 1)
        {
            if (Set(items[index], path[1..], value, isInsert) is not { } inner)
                return null;
            items[index] = inner;
        }
        else if (value is null)
        {
            items.RemoveAt(index);
        }
        else if (isInsert)
        {
            items.Insert(index, value);
        }
        else
        {
            items[index] = value;
        }

        return new CelList([.. items]);
    }
}
