using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.Kyverno.Conditions;

/// <summary>The operators of conditions. Source: pkg/engine/variables/operator.</summary>
internal static class ConditionOperators
{
    /// <returns>A boolean, or an error where there is no such operator.</returns>
    public static CelValue Evaluate(string name, CelValue key, CelValue value) => name.ToLowerInvariant() switch
    {
        "equal" or "equals" => CelBool.Of(AreEqual(key, value)),
        "notequal" or "notequals" => CelBool.Of(AreUnequal(key, value)),
        "in" => Membership.IsIn(key, value),
        "notin" => Membership.IsNotIn(key, value),
        "anyin" => Membership.Any(key, value, isNot: false),
        "anynotin" => Membership.Any(key, value, isNot: true),
        "allin" => Membership.All(key, value, isNot: false),
        "allnotin" => Membership.All(key, value, isNot: true),
        "greaterthan" or "greaterthanorequals" or "lessthan" or "lessthanorequals" => CelBool.Of(IsOrdered(name, key, value)),
        "durationgreaterthan" or "durationgreaterthanorequals" or "durationlessthan" or "durationlessthanorequals" =>
            CelBool.Of(Seconds(key) is { } x && Seconds(value) is { } y && Holds(name["Duration".Length..], x.CompareTo(y))),
        _ => new CelError("failed to create handler for condition operator: " + name),
    };

    private static bool AreEqual(CelValue key, CelValue value) => key switch
    {
        CelString text => AreEqual(text.Value, value) ?? false,
        CelBool => value is CelBool && key.Equals(value),
        CelMap or CelList => key.Kind == value.Kind && key.Equals(value),
        _ => Equality.IsNumber(key) && Number(value) == JmesNumbers.ToDouble(key),
    };

    private static bool AreUnequal(CelValue key, CelValue value) => key switch
    {
        CelString text when value is CelString { Value.Length: 0 } => text.Value.Length > 0,
        CelString text => !(AreEqual(text.Value, value) ?? false),
        CelBool => !(value is CelBool && key.Equals(value)),
        CelMap or CelList => !(key.Kind == value.Kind && key.Equals(value)),
        _ => Equality.IsNumber(key) && Number(value) != JmesNumbers.ToDouble(key),
    };

    /// <summary>As durations where one of both is, as quantities where the key is one, else with wildcards in the value.</summary>
    private static bool? AreEqual(string key, CelValue value)
    {
        if (Durations(new CelString(key), value) is { } spans)
            return spans.Key == spans.Value;
        if (value is not CelString { Value: var text })
            return null;
        if (QuantityAmount.Parse(key) is { } amount)
            return QuantityAmount.Parse(text) is { } other ? amount.ComparedWith(other) == 0 : null;
        return Wildcard.Matches(text, key);
    }

    private static double? Number(CelValue value) =>
        Equality.IsNumber(value) ? JmesNumbers.ToDouble(value) : value is CelString text ? JmesNumbers.Parse(text.Value) : null;

    /// <summary>Both in seconds, where at least one is a text that is a duration; the other may be a number of seconds.</summary>
    private static (double Key, double Value)? Durations(CelValue key, CelValue value)
    {
        var (x, y) = (Span(key), Span(value));
        if (x is null && y is null)
            return null;
        return (x ?? WholeSeconds(key)) is { } a && (y ?? WholeSeconds(value)) is { } b ? (a, b) : null;
    }

    private static double? Span(CelValue value) =>
        value is CelString { Value: not "0" and var text } && GoDuration.Parse(text) is { } span ? span / (double)CelDuration.PerSecond : null;

    private static double? WholeSeconds(CelValue value) => Equality.IsNumber(value) ? Math.Truncate(JmesNumbers.ToDouble(value)) : null;

    private static double? Seconds(CelValue value) => value is CelString text
        ? GoDuration.Parse(text.Value) / (double)CelDuration.PerSecond
        : WholeSeconds(value);

    private static bool IsOrdered(string name, CelValue key, CelValue value)
    {
        if (key is not CelString { Value: var text })
            return Equality.IsNumber(key) && IsNumberOrdered(name, key, value);
        if (Durations(key, value) is { } spans)
            return Holds(name, spans.Key.CompareTo(spans.Value));
        if (value is CelString { Value: var other } && QuantityAmount.Parse(text) is { } x && QuantityAmount.Parse(other) is { } y)
            return Holds(name, x.ComparedWith(y));
        if (JmesNumbers.Parse(text) is { } number)
            return IsNumberOrdered(name, JmesNumbers.Of(number), value);
        return value is CelString version && SemanticVersion.Parse(text) is { } a && SemanticVersion.Parse(version.Value) is { } b && Holds(name, a.ComparedWith(b));
    }

    private static bool IsNumberOrdered(string name, CelValue key, CelValue value)
    {
        if (Durations(key, value) is { } spans)
            return Holds(name, spans.Key.CompareTo(spans.Value));
        return Number(value) is { } number && Holds(name, JmesNumbers.ToDouble(key).CompareTo(number));
    }

    private static bool Holds(string name, int order) => name switch
    {
        "GreaterThan" => order > 0,
        "GreaterThanOrEquals" => order >= 0,
        "LessThan" => order < 0,
        "LessThanOrEquals" => order <= 0,
        // Kyverno finds the operator whatever the case, and then compares its name exactly.
        _ => false,
    };
}
