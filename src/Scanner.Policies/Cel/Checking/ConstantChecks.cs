using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Checking;

/// <summary>
/// Constants that the API server looks at when it compiles: expressions of <c>matches</c>, durations, moments, and what is converted.
/// </summary>
internal static class ConstantChecks
{
    private static readonly HashSet<string> s_conversions = ["bool", "bytes", "double", "duration", "int", "string", "timestamp", "uint"];
    private static readonly Dictionary<string, Overload[]> s_overloads = Conversions();

    /// <exception cref="CelSyntaxException">The call would fail whenever it is evaluated.</exception>
    public static void Check(Expr.Call call, Expr[] arguments, CelDialect dialect)
    {
        if (!dialect.IsKubernetes || arguments.Length == 0 || arguments[^1] is not Expr.Literal last)
            return;
        if (call.Function == "matches" && last.Value is CelString pattern && Re2Pattern.Compile(pattern.Value).Error is { } error)
            throw new CelSyntaxException($"invalid matches argument: {error}", last.Position);
        var isConversion = call.Target is null && arguments.Length == 1 && s_conversions.Contains(call.Function);
        if (isConversion && Converted(call.Function, last.Value) is CelError failed)
            throw new CelSyntaxException($"invalid {call.Function} argument: {failed.Message}", last.Position);
    }

    private static Dictionary<string, Overload[]> Conversions()
    {
        var list = new FunctionList();
        ConversionFunctions.AddTo(list);
        return list.Build();
    }

    private static CelValue Converted(string function, CelValue value)
    {
        var overload = Array.Find(s_overloads.GetValueOrDefault(function, []), o => o.Accepts([value]));
        return overload is null ? value : overload.Body([value]);
    }
}
