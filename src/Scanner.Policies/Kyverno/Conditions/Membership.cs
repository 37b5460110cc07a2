using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Patterns;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Conditions;

/// <summary>
/// The operators that look for values in a set. The set is a list, a text with one value, a range, or a text that is a list in JSON. What
/// cannot be compared is false for every operator, also for those that negate.
/// </summary>
internal static class Membership
{
    public static CelBool Any(CelValue key, CelValue value, bool isNot) => CelBool.Of(key is CelList list
        ? AnyOf(list, value, isNot) ?? false
        : Scalar(key) is { } text && Single(text, value) is { } found && found != isNot);

    public static CelBool All(CelValue key, CelValue value, bool isNot) => CelBool.Of(key is CelList list
        ? AllOf(list, value, isNot) ?? false
        : Scalar(key) is { } text && Single(text, value) is { } found && found != isNot);

    /// <summary>The deprecated operator: lists are compared without wildcards.</summary>
    public static CelValue IsIn(CelValue key, CelValue value) => Old(key, value, isNot: false);

    public static CelValue IsNotIn(CelValue key, CelValue value) => Old(key, value, isNot: true);

    private static CelBool Old(CelValue key, CelValue value, bool isNot)
    {
        if (key is not CelList list)
            return CelBool.Of(Scalar(key) is { } text && SingleOld(text, value) is { } found && found != isNot);
        var keys = Texts(list);
        if (value is CelString { Value: var one } && keys is [var only] && only == one)
            return CelBool.True;
        var set = value switch
        {
            CelList items => items.Items.ToArray().All(i => i is CelString) ? Texts(items) : null,
            CelString { Value: var json } => JsonTexts(json),
            _ => null,
        };
        return CelBool.Of(set is not null && (isNot ? keys.Any(k => !set.Contains(k)) : keys.All(k => set.Contains(k))));
    }

    private static bool? SingleOld(string key, CelValue value) => value switch
    {
        CelList list => Texts(list).Exists(v => Matches(key, v)),
        CelString { Value: var text } => Wildcard.Matches(text, key) ? true : JsonTexts(text)?.Contains(key),
        _ => null,
    };

    /// <summary>Null where the set is of a type that is none.</summary>
    private static bool? Single(string key, CelValue value) => value switch
    {
        CelList list => Texts(list).Exists(v => Matches(key, v)),
        CelString { Value: var text } => Wildcard.Matches(text, key) ? true
            : PatternOperators.Of(text) == "-" ? PatternOperators.Matches(new CelString(key), value)
            : Set(text)?.Contains(key),
        _ => null,
    };

    private static bool? AnyOf(CelList list, CelValue value, bool isNot)
    {
        var keys = Texts(list);
        if (value is CelString { Value: var text })
        {
            if (keys is [var only] && only == text)
                return !isNot;
            if (PatternOperators.Of(text) == "-")
            {
                var range = new CelString(isNot ? ReplaceFirst(text, "-", "!-") : text);
                return keys.Exists(k => PatternOperators.Matches(new CelString(k), range));
            }
        }

        return Values(value, takesScalars: true) is { } set ? keys.Exists(k => set.Exists(v => Matches(k, v)) != isNot) : null;
    }

    private static bool? AllOf(CelList list, CelValue value, bool isNot)
    {
        var keys = Texts(list);
        if (value is CelString { Value: var text })
        {
            if (keys is [var only] && only == text)
                return !isNot;
            if (PatternOperators.Of(text) == "-")
                return keys.TrueForAll(k => PatternOperators.Matches(new CelString(k), value) != isNot);
        }

        return Values(value, takesScalars: false) is { } set ? keys.TrueForAll(k => set.Exists(v => Matches(k, v)) != isNot) : null;
    }

    private static List<string>? Values(CelValue value, bool takesScalars) => value switch
    {
        CelList list => Texts(list),
        CelString { Value: var text } => Set(text),
        CelMap or CelNull => null,
        _ => takesScalars ? [GoText.Of(value)] : null,
    };

    /// <summary>A list in JSON, or one value; null for JSON that is no list of texts.</summary>
    private static List<string>? Set(string text) => JsonValues.Parse(text) is null ? [text] : JsonTexts(text);

    private static List<string>? JsonTexts(string text) =>
        JsonValues.Parse(text) is CelList list && Array.TrueForAll(list.Items.ToArray(), i => i is CelString) ? Texts(list) : null;

    private static string? Scalar(CelValue key) => key is CelNull or CelMap ? null : GoText.Of(key);

    private static List<string> Texts(CelList list) => [.. list.Items.ToArray().Select(GoText.Of)];

    private static bool Matches(string key, string value) => Wildcard.Matches(key, value) || Wildcard.Matches(value, key);

    private static string ReplaceFirst(string text, string old, string put)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), put, text.AsSpan(at + old.Length));
    }
}
