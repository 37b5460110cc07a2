using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>What the standard of CEL has, conversions and times apart.</summary>
internal static class CoreFunctions
{
    public static void AddTo(FunctionList list)
    {
        foreach (var type in (string[])["string", "bytes", "list(A)", "map(A, B)"])
        {
            list.Add($"size({type}): int", a => Size(a[0]));
            list.Add($"{type}.size(): int", a => Size(a[0]));
        }

        list.Add("type(A): type", a => new CelTypeValue(a[0].Type));
        list.Add("dyn(A): dyn", a => a[0]);
        list.Add("string.contains(string): bool", a => CelBool.Of(Text(a[0]).Contains(Text(a[1]), StringComparison.Ordinal)));
        list.Add("string.startsWith(string): bool", a => CelBool.Of(Text(a[0]).StartsWith(Text(a[1]), StringComparison.Ordinal)));
        list.Add("string.endsWith(string): bool", a => CelBool.Of(Text(a[0]).EndsWith(Text(a[1]), StringComparison.Ordinal)));
        list.Add("string.matches(string): bool", Matches);
        list.Add("matches(string, string): bool", Matches);
    }

    public static CelInt Size(CelValue value) => CelInt.Of(value switch
    {
        CelString text => text.Length,
        CelBytes bytes => bytes.Value.Length,
        CelList items => items.Count,
        _ => ((CelMap)value).Count,
    });

    public static string Text(CelValue value) => ((CelString)value).Value;

    public static long Int(CelValue value) => ((CelInt)value).Value;

    public static CelString Text(string value) => new(value);

    private static CelValue Matches(CelValue[] a)
    {
        var pattern = Re2Pattern.Compile(Text(a[1]));
        return pattern.Regex is { } regex ? CelBool.Of(regex.IsMatch(Text(a[0]))) : new CelError(pattern.Error!);
    }
}
