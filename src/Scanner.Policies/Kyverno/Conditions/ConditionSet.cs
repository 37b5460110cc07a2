using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Contexts;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Conditions;

/// <summary>
/// <c>preconditions</c> and <c>deny.conditions</c>: <c>any</c> and <c>all</c> of conditions, or a plain list of which all have to hold. An
/// unknown condition makes the set unknown, unless another decides. Source: pkg/engine/variables/evaluate.go.
/// </summary>
internal static class ConditionSet
{
    /// <returns>
    /// A boolean, an error or an unknown, and the messages of the conditions that made it so. No conditions hold.
    /// </returns>
    public static (CelValue Result, string Message) Evaluate(CelValue? conditions, Substitution variables)
    {
        if (conditions is not CelList list)
            return AnyAll(conditions, variables);
        var messages = new List<string>();
        CelValue result = CelBool.True;
        foreach (var item in list.Items)
        {
            // Exceptions and deny conditions may be lists of sets.
            var isSet = Tree.Get(item, "any") is not null || Tree.Get(item, "all") is not null;
            var (value, message) = isSet ? AnyAll(item, variables) : One(item, variables);
            if (!value.IsTrue && value is not CelUnknown)
                return result is CelUnknown && value is CelError ? (result, "") : (value, message);
            result = value.IsTrue ? result : CelUnknown.Worse(result, value);
            messages.Add(message);
        }

        return (result, Join(messages, ";"));
    }

    private static (CelValue, string) AnyAll(CelValue? conditions, Substitution variables)
    {
        var held = new List<string>();
        var failed = new List<string>();
        var any = Tree.Get(conditions, "any") is CelList ? Until(Tree.Items(conditions, "any"), CelBool.True, variables, held, failed) : CelBool.True;
        if (any is CelError)
            return (any, "");
        var all = Until(Tree.Items(conditions, "all"), CelBool.False, variables, held, failed);
        if (any.IsFalse || all.IsFalse)
            return (all is CelError ? all : CelBool.False, Join(failed, "; "));
        return any.IsTrue && all.IsTrue ? (CelBool.True, Join(held, "; ")) : (CelUnknown.Worse(any, all), "");
    }

    /// <param name="decides">The value that decides for all: true for <c>any</c>, false for <c>all</c>.</param>
    private static CelValue Until(CelValue[] conditions, CelBool decides, Substitution variables, List<string> held, List<string> failed)
    {
        CelValue result = CelBool.Of(decides.IsFalse);
        foreach (var condition in conditions)
        {
            var (value, message) = One(condition, variables);
            // What is not known may decide before the error is met.
            if (value is CelError)
                return result is CelUnknown ? result : value;
            if (value is CelBool)
                (value.IsTrue ? held : failed).Add(message);
            else
                result = CelUnknown.Worse(result, value);
            if (ReferenceEquals(value, decides))
                return value;
        }

        return result;
    }

    private static (CelValue, string) One(CelValue condition, Substitution variables)
    {
        var key = variables.All(Tree.Get(condition, "key") ?? CelNull.Value);
        if (key is CelError wrongKey)
            return (new CelError("failed to substitute variables in condition key: " + wrongKey.Message), "");
        var value = variables.All(Tree.Get(condition, "value") ?? CelNull.Value);
        if (value is CelError wrongValue)
            return key is CelUnknown ? (key, "") : (new CelError("failed to substitute variables in condition value: " + wrongValue.Message), "");
        if (key.IsFailure || value.IsFailure)
            return (CelUnknown.Worse(key, value), "");
        return (ConditionOperators.Evaluate(Tree.Text(condition, "operator"), key, value), Tree.Text(condition, "message"));
    }

    private static string Join(List<string> messages, string separator) => string.Join(separator, messages.Where(m => m.Length > 0));
}
