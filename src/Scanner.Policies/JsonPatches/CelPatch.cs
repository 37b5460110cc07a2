using System.Globalization;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JsonPatches;

/// <summary>Patches values of CEL: strictly, as the API server does, or as Kyverno does.</summary>
internal sealed class CelPatch : JsonPatch<CelValue>
{
    private static readonly CelString s_op = new("op");
    private static readonly CelString s_path = new("path");
    private static readonly CelString s_from = new("from");
    private static readonly CelString s_value = new("value");

    private readonly bool _isLenient;

    private CelPatch(bool isLenient) => _isLenient = isLenient;

    public static CelPatch Strict { get; } = new(isLenient: false);

    /// <summary>Numbers below zero count from the end of a list, too.</summary>
    public static CelPatch OfKyverno { get; } = new(isLenient: true);

    protected override bool IsLenient => _isLenient;

    /// <returns>The value with all operations; null and why one cannot be carried out; null alone where a test of the patch fails.</returns>
    public (CelValue? Patched, string? Error) Apply(CelValue target, CelList operations)
    {
        foreach (var operation in operations.Items)
        {
            var (patched, error) = Apply(target, Read(operation));
            if (patched is null)
                return (null, error);
            target = patched;
        }

        return (target, null);
    }

    protected override CelValue? Find(CelValue parent, CelValue key) => parent switch
    {
        CelMap map => map.Find(key),
        CelList list => Index(key, list.Count) is { } index && index < list.Count ? list[index] : null,
        _ => null,
    };

    protected override CelValue? With(CelValue? parent, CelValue key, CelValue? value, bool isInsert) => parent switch
    {
        CelList list => WithItem(list, key, value, isInsert),
        CelMap map => WithEntry(map, key, value),
        null or CelNull when _isLenient => WithEntry(CelTable.Empty, key, value),
        _ => null,
    };

    protected override bool AreEqual(CelValue first, CelValue second) => first.Equals(second);

    private static PatchOperation<CelValue> Read(CelValue operation)
    {
        var fields = operation as CelMap ?? CelTable.Empty;
        return new PatchOperation<CelValue>(Text(fields, s_op), Path(fields, s_path), Path(fields, s_from), fields.Find(s_value) ?? CelNull.Value);
    }

    private static string Text(CelMap fields, CelString name) => fields.Find(name) is CelString text ? text.Value : "";

    private static CelValue[] Path(CelMap fields, CelString name) => [.. JsonPointer.Parts(Text(fields, name))[1..].Select(p => new CelString(p))];

    private static CelTable WithEntry(CelMap map, CelValue key, CelValue? value)
    {
        var entries = map.Keys.ToDictionary(k => k, k => map.Find(k)!);
        if (value is null)
            entries.Remove(key);
        else
            entries[key] = value;
        return new CelTable(entries);
    }

    private CelList? WithItem(CelList list, CelValue key, CelValue? value, bool isInsert)
    {
        if (Index(key, list.Count) is not { } index || (index == list.Count && !isInsert))
            return null;
        var items = list.Items;
        ReadOnlySpan<CelValue> middle = value is null ? [] : [value];
        return new CelList([.. items[..index], .. middle, .. items[(isInsert ? index : index + 1)..]]);
    }

    /// <summary>A dash is the end of the list.</summary>
    private int? Index(CelValue key, int count)
    {
        var text = key.ToString();
        if (text == "-")
            return count;
        if (!int.TryParse(text, _isLenient ? NumberStyles.AllowLeadingSign : NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        index = index < 0 ? index + count : index;
        return index >= 0 && index <= count ? index : null;
    }
}
