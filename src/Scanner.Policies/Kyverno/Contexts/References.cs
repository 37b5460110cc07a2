using System.Text.RegularExpressions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Patterns;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Contexts;

/// <summary>References like <c>$(&lt;=./../limits/memory)</c>: another place of the same pattern.</summary>
internal static class References
{
    private static readonly Regex s_reference = new(@"^\$\(.[^\ ]*\)|[^\\]\$\(.[^\ ]*\)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly Regex s_escaped = new(@"\\\$\(.[^\ \)]*\)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static CelValue Resolve(CelValue document) => Resolve(document, document, "");

    private static CelValue Resolve(CelValue document, CelValue value, string path)
    {
        switch (value)
        {
            case CelString { Value: var text }:
                return text.Contains("$(", StringComparison.Ordinal) ? InText(document, text, path) : value;
            case CelList list:
                var items = list.Items.ToArray().Select((item, i) => Resolve(document, item, $"{path}/{i}")).ToArray();
                return Array.Find(items, i => i.IsFailure) ?? new CelList(items);
            case CelMap:
                var entries = Tree.Entries(value).Select(e => (e.Key, Value: Resolve(document, e.Value, $"{path}/{e.Key}"))).ToArray();
                return Array.Find(entries, e => e.Value.IsFailure).Value ?? Tree.Of(entries);
            default:
                return value;
        }
    }

    private static CelValue InText(CelValue document, string text, string path)
    {
        foreach (var match in s_reference.Matches(text).AsEnumerable())
        {
            var isFirst = match.Value.StartsWith("$(", StringComparison.Ordinal);
            var reference = match.Value[(isFirst ? 2 : 3)..^1];
            var op = PatternOperators.Of(reference);
            var found = At(document, Absolute(reference[op.Length..], path));
            if (found is null)
                return new CelError($"got nil resolved variable $({reference}) at path {path}");
            if (found is not CelString && !Equality.IsNumber(found))
                return new CelError($"NotResolvedReferenceErr,reference $({reference}) not resolved at path {path}");
            var before = isFirst ? "" : match.Value[..1];
            text = text.Replace(match.Value, before + op + GoText.Of(found), StringComparison.Ordinal);
        }

        foreach (var match in s_escaped.Matches(text).AsEnumerable())
            text = text.Replace(match.Value, match.Value[1..], StringComparison.Ordinal);
        return new CelString(text);
    }

    private static string Absolute(string reference, string path)
    {
        var parts = new List<string>();
        foreach (var part in (reference.StartsWith('/') ? reference : $"{path}/{reference}").Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(Anchor.KeyOf(part));
        }

        return "/" + string.Join('/', parts);
    }

    private static CelValue? At(CelValue? value, string path)
    {
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            value = value switch
            {
                CelMap => Tree.Entries(value).FirstOrDefault(e => Anchor.KeyOf(e.Key) == part).Value,
                CelList list => int.TryParse(part, out var index) && index >= 0 && index < list.Count ? list[index] : null,
                _ => null,
            };
        }

        return value;
    }
}
