using System.Globalization;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>JSON Patch as OPA applies it: to sets, too, whose members are their own keys.</summary>
internal sealed class RegoPatch : JsonPatch<RegoValue>
{
    private static readonly RegoPatch s_instance = new();

    private RegoPatch()
    {
    }

    /// <returns>Null, which is undefined, where an operation cannot be carried out.</returns>
    public static RegoValue? Apply(RegoValue value, ReadOnlySpan<RegoValue> operations)
    {
        foreach (var operation in operations)
        {
            if (operation is not RegoObject table || table.Find("op") is not RegoString op || Path(table.Find("path")) is not { } path)
                return Arg.Fail("json.patch: missing op or path");
            if (op.Value is not ("add" or "remove" or "replace" or "test" or "copy" or "move"))
                return Arg.Fail($"json.patch: unknown operation {op.Value}");
            var from = Path(table.Find("from"));
            if (from is null && op.Value is "copy" or "move")
                return null;
            var (patched, _) = s_instance.Apply(value, new PatchOperation<RegoValue>(op.Value, path, from, table.Find("value")));
            if (patched is null)
                return null;
            value = patched;
        }

        return value;
    }

    /// <summary>A path of <c>json.patch</c>, <c>json.filter</c> or <c>json.remove</c>: a text with slashes, or an array; null for anything else.</summary>
    public static RegoValue[]? Path(RegoValue? value) => value switch
    {
        RegoString { Value: "" } => [],
        RegoString text => [.. JsonPointer.Parts(text.Value.TrimStart('/')).Select(p => new RegoString(p))],
        RegoArray array => array.Items.ToArray(),
        _ => null,
    };

    protected override RegoValue? Find(RegoValue parent, RegoValue key) => parent switch
    {
        RegoObject table => table.Find(key),
        RegoArray array => Index(key, array.Count - 1) is { } index ? array[index] : null,
        RegoSet set => set.Contains(key) ? key : null,
        _ => null,
    };

    protected override RegoValue? With(RegoValue? parent, RegoValue key, RegoValue? value, bool isInsert) => parent switch
    {
        RegoObject table => value is null ? Without(table, key) : table.With(key, value),
        RegoArray array => InArray(array, key, value, isInsert),
        RegoSet set => InSet(set, key, value, isInsert),
        _ => null,
    };

    protected override bool AreEqual(RegoValue first, RegoValue second) => Ordering.AreEqual(first, second);

    private static RegoObject Without(RegoObject table, RegoValue key) =>
        RegoObject.Of([.. table.Keys.ToArray().Zip(table.Values.ToArray(), KeyValuePair.Create).Where(e => !Ordering.AreEqual(e.Key, key))]);

    private static RegoArray? InArray(RegoArray array, RegoValue key, RegoValue? value, bool isInsert)
    {
        var index = isInsert && key is RegoString { Value: "-" } ? array.Count : Index(key, isInsert ? array.Count : array.Count - 1);
        if (index is not { } at)
            return null;
        ReadOnlySpan<RegoValue> middle = value is null ? [] : [value];
        return new RegoArray([.. array.Items[..at], .. middle, .. array.Items[(isInsert ? at : at + 1)..]]);
    }

    /// <summary>A member is added at its own place only.</summary>
    private static RegoSet? InSet(RegoSet set, RegoValue key, RegoValue? value, bool isInsert)
    {
        if (isInsert)
            return value is not null && Ordering.AreEqual(value, key) ? RegoSet.Of([.. set.Items, value]) : null;
        var others = Array.FindAll(set.Items.ToArray(), i => !Ordering.AreEqual(i, key));
        return RegoSet.Of(value is null ? others : [.. others, value]);
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
