using System.Collections.Immutable;
using System.Text;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Selectors;

/// <summary>A field selector: name and namespace, and what the kind allows besides.</summary>
internal sealed class FieldSelector
{
    public static readonly FieldSelector Everything = new([]);

    private readonly ImmutableArray<(string Field, string Value, bool Equal)> _terms;

    private FieldSelector(ImmutableArray<(string Field, string Value, bool Equal)> terms) => _terms = terms;

    public bool IsEverything => _terms.IsEmpty;

    /// <summary>The name that a selector <c>metadata.name=X</c> asks for; null otherwise. Authorization looks at it.</summary>
    public string? ExactName => _terms.Where(t => t.Equal && t.Field == "metadata.name").Select(t => t.Value).FirstOrDefault();

    /// <exception cref="FormatException">Not a selector, or on a field that cannot be selected by; the message is for the client.</exception>
    public static FieldSelector Parse(string? text, ResourceType type)
    {
        if (string.IsNullOrEmpty(text))
            return Everything;
        // The server reads the terms in order, so that of two faults it names the first by that.
        var terms = Split(text).Order(StringComparer.Ordinal).Where(t => t.Length > 0).Select(t => Term(text, t)).ToImmutableArray();
        foreach (var (field, _, _) in terms)
        {
            if (!SelectableFields.Allows(type, field))
                throw new FormatException(SelectableFields.Refusal(type, field));
        }

        return new FieldSelector(terms);
    }

    public bool Matches(StoredObject obj) => _terms.All(t => (obj.Field(t.Field) == t.Value) == t.Equal);

    private static IEnumerable<string> Split(string text)
    {
        var (start, escaped) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ',' && !escaped)
            {
                yield return text[start..i];
                start = i + 1;
            }

            escaped = text[i] == '\\' && !escaped;
        }

        yield return text[start..];
    }

    private static (string Field, string Value, bool Equal) Term(string whole, string term)
    {
        for (var i = 0; i < term.Length; i++)
        {
            var rest = term.AsSpan(i);
            var length = rest.StartsWith("!=") || rest.StartsWith("==") ? 2 : rest[0] == '=' ? 1 : 0;
            if (length > 0)
                return (term[..i], Unescape(term[(i + length)..]), rest[0] != '!');
        }

        throw new FormatException($"invalid selector: '{whole}'; can't understand '{term}'");
    }

    private static string Unescape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or '=')
                throw new FormatException($"invalid field selector: unescaped character in value: {(int)value[i]}");
            if (value[i] == '\\')
            {
                var next = i + 1 < value.Length ? value[++i].ToString() : "";
                if (next is not ("\\" or "," or "="))
                    throw new FormatException("invalid field selector: invalid escape sequence: \\" + next);
            }

            text.Append(value[i]);
        }

        return text.ToString();
    }
}
