using System.Text.RegularExpressions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.Kyverno.Contexts;

/// <summary>Puts values in the place of <c>{{ expressions }}</c> in a document. Source: pkg/engine/variables/vars.go.</summary>
/// <param name="isDelete">Expressions that name the object then mean the old one.</param>
internal sealed class Substitution(ContextScope scope, bool isDelete)
{
    /// <summary>A value may hold variables again, which are substituted in turn.</summary>
    private const int MostRounds = 32;
    private const int LongestText = 200_000;

    private static readonly Regex s_variable = new(
        @"(?<before>^|[^\\])(?<variable>\{\{(?:\{[^{}]*\}|[^{}])*\}\})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public ContextScope Scope => scope;

    private bool _keepsUnknowns;

    /// <returns>The document, or an error or unknown where a variable is one.</returns>
    public CelValue All(CelValue document)
    {
        var referred = References.Resolve(document);
        return referred.IsFailure ? referred : Variables(referred, "");
    }

    /// <summary>The document with unknowns where variables are unknown; an error where one is an error.</summary>
    public CelValue AllKnown(CelValue document)
    {
        _keepsUnknowns = true;
        var result = All(document);
        _keepsUnknowns = false;
        return result;
    }

    private bool Ends(CelValue value) => value.IsFailure && !(_keepsUnknowns && value is CelUnknown);

    private CelValue Variables(CelValue value, string path) => value switch
    {
        CelString { Value: var text } => Text(text, path),
        CelList list => Items(list, path),
        CelMap map => Entries(map, path),
        _ => value,
    };

    private CelValue Items(CelList list, string path)
    {
        var items = new CelValue[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Variables(list[i], $"{path}/{i}");
            if (Ends(items[i]))
                return items[i];
        }

        return new CelList(items);
    }

    private CelValue Entries(CelMap map, string path)
    {
        var table = new Dictionary<CelValue, CelValue>();
        foreach (var key in map.Keys)
        {
            var name = Text(key.ToString()!, path);
            if (name.IsFailure)
                return name;
            var value = Variables(map.Find(key)!, $"{path}/{key.ToString()!.Replace("/", @"\/", StringComparison.Ordinal)}");
            if (Ends(value))
                return value;
            if (name is not (CelString or CelNull))
                return new CelError($"expected string after substituting variables in key \"{key}\"");
            table[name is CelString ? name : key] = value;
        }

        return new CelTable(table);
    }

    private CelValue Text(string text, string path)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
            return new CelString(text);
        for (var round = 0; round < MostRounds && text.Length < LongestText; round++)
        {
            var found = s_variable.Matches(text);
            if (found.Count == 0)
                return Unescaped(text);
            var original = text;
            var isShallow = false;
            foreach (var match in found.AsEnumerable())
            {
                var variable = match.Groups["variable"].Value;
                (var expression, isShallow) = Expression(variable);
                var value = Resolve(expression, path);
                if (value.IsFailure || original == variable)
                    return value;
                var inserted = value is CelString s ? s.Value : JsonText.Of(value);
                if (isShallow)
                    inserted = inserted.Replace("{{", @"\{{", StringComparison.Ordinal);
                text = ReplaceFirst(text, match.Value, match.Groups["before"].Value + inserted);
            }

            if (isShallow)
                return Unescaped(text);
        }

        return CelUnknown.Of($"a text whose variables hold variables again, more than {MostRounds} times");
    }

    private static CelString Unescaped(string text) => new(text.Replace(@"\{{", "{{", StringComparison.Ordinal));

    /// <summary>A minus before the expression says that variables in its value are left as they are.</summary>
    private static (string Expression, bool IsShallow) Expression(string variable)
    {
        var bare = variable.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal).Trim();
        return bare.StartsWith('-') ? (bare[1..].Trim(), true) : (bare, false);
    }

    private CelValue Resolve(string expression, string path)
    {
        // It stands for the same place in the object; only mutations use it.
        if (expression == "@")
            return CelUnknown.Of("{{@}}");
        if (isDelete)
            expression = expression.Replace("request.object", "request.oldObject", StringComparison.Ordinal);
        var value = Queries.Run(expression, scope);
        return value switch
        {
            CelError error => new CelError($"failed to resolve {expression} at path {path}: {error.Message}"),
            UnknownKey => new CelError($"failed to resolve {expression} at path {path}: JMESPath query failed: {value}"),
            _ => value,
        };
    }

    private static string ReplaceFirst(string text, string old, string inserted)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), inserted, text.AsSpan(at + old.Length));
    }
}
