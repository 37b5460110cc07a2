using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Declarations;

/// <summary>The signatures of the operators.</summary>
internal static class OperatorTypes
{
    private static readonly string[] s_ordered = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"];
    private static readonly string[] s_numbers = ["int", "uint", "double"];

    public static Dictionary<string, Overload[]> Of(CelDialect dialect)
    {
        var list = new FunctionList();
        AddArithmetic(list);
        AddComparisons(list, dialect.HasMixedNumbers);
        Add(list, "&&(bool, bool): bool", "||(bool, bool): bool", "!(bool): bool", "neg(int): int", "neg(double): double", "?:(bool, A, A): A");
        Add(list, "[](list(A), int): A", "[](map(A, B), A): B");
        Add(list, "[](optional(list(A)), int): optional(A)", "[](optional(map(A, B)), A): optional(B)");
        Add(list, "[?](list(A), int): optional(A)", "[?](map(A, B), A): optional(B)");
        Add(list, "[?](optional(list(A)), int): optional(A)", "[?](optional(map(A, B)), A): optional(B)");
        return list.Build();
    }

    private static void AddArithmetic(FunctionList list)
    {
        foreach (var type in s_numbers)
            Add(list, $"+({type}, {type}): {type}", $"-({type}, {type}): {type}", $"*({type}, {type}): {type}", $"/({type}, {type}): {type}");
        Add(list, "%(int, int): int", "%(uint, uint): uint");
        Add(list, "+(string, string): string", "+(bytes, bytes): bytes", "+(list(A), list(A)): list(A)");
        Add(list, "+(timestamp, duration): timestamp", "+(duration, timestamp): timestamp", "+(duration, duration): duration");
        Add(list, "-(timestamp, timestamp): duration", "-(timestamp, duration): timestamp", "-(duration, duration): duration");
    }

    private static void AddComparisons(FunctionList list, bool areNumbersMixed)
    {
        Add(list, "==(A, A): bool", "!=(A, A): bool", "in(A, list(A)): bool", "in(A, map(A, B)): bool");
        foreach (var op in (string[])["<", "<=", ">", ">="])
        {
            foreach (var type in s_ordered)
                Add(list, $"{op}({type}, {type}): bool");
            foreach (var (a, b) in from a in s_numbers from b in s_numbers where areNumbersMixed && a != b select (a, b))
                Add(list, $"{op}({a}, {b}): bool");
        }
    }

    private static void Add(FunctionList list, params ReadOnlySpan<string> signatures)
    {
        foreach (var signature in signatures)
            list.Add(signature, static _ => CelError.NoSuchOverload);
    }
}
