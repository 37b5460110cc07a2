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
            list.Add($"size({type}): int", a => Arg.Size(a[0]));
            list.Add($"{type}.size(): int", a => Arg.Size(a[0]));
        }

        list.Add("type(A): type", a => new CelTypeValue(a[0].Type));
        list.Add("dyn(A): dyn", a => a[0]);
        list.Add("string.contains(string): bool", a => CelBool.Of(Arg.Text(a[0]).Contains(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("string.startsWith(string): bool", a => CelBool.Of(Arg.Text(a[0]).StartsWith(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("string.endsWith(string): bool", a => CelBool.Of(Arg.Text(a[0]).EndsWith(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("string.matches(string): bool", Matches);
        list.Add("matches(string, string): bool", Matches);
    }

    private static CelValue Matches(CelValue[] a)
    {
        var pattern = Re2Pattern.Compile(Arg.Text(a[1]));
        return pattern.Regex is { } regex ? CelBool.Of(regex.IsMatch(Arg.Text(a[0]))) : new CelError(pattern.Error!);
    }
}
