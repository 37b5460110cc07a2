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
        if (!dialect.IsKubernetes)
            return;
        if ((call.Function is "matches" or "find" or "findAll") && arguments.Length > 1 && arguments[1] is Expr.Literal { Value: CelString pattern }
            && Re2Pattern.Compile(pattern.Value).Error is { } error)
        {
            throw new CelSyntaxException($"invalid {call.Function} argument: {error}", arguments[1].Position);
        }

        if (call.Target is null && arguments is [Expr.Literal { Value: var value }] && s_conversions.Contains(call.Function)
            && Converted(call.Function, value) is CelError failed)
        {
            throw new CelSyntaxException($"invalid {call.Function} argument: {failed.Message}", arguments[0].Position);
        }
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
