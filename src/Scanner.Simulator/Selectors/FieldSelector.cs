using System.Collections.Immutable;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Selectors;

/// <summary>A field selector on <c>metadata.name</c>, <c>metadata.namespace</c> and, for pods, <c>spec.nodeName</c> and <c>status.phase</c>.</summary>
internal sealed class FieldSelector
{
    public static readonly FieldSelector Everything = new([]);

    private readonly ImmutableArray<(string Field, string Value, bool Equal)> _terms;

    private FieldSelector(ImmutableArray<(string Field, string Value, bool Equal)> terms) => _terms = terms;

    public bool IsEverything => _terms.IsEmpty;

    /// <summary>The name that a selector <c>metadata.name=X</c> asks for; null otherwise. Authorization looks at it.</summary>
    public string? ExactName => _terms.Where(t => t.Equal && t.Field == "metadata.name").Select(t => t.Value).FirstOrDefault();

    /// <exception cref="FormatException">The field cannot be selected by; the message is for the client.</exception>
    public static FieldSelector Parse(string? text, string resource)
    {
        if (string.IsNullOrEmpty(text))
            return Everything;
        var terms = text.Split(',').Select(Term).ToImmutableArray();
        foreach (var (field, _, _) in terms)
        {
            var known = field is "metadata.name" or "metadata.namespace"
                || (resource == "pods" && field is "spec.nodeName" or "status.phase")
                || (resource == "namespaces" && field == "status.phase");
            if (!known)
                throw new FormatException($"field label not supported: {field}");
        }

        return new FieldSelector(terms);
    }

    public bool Matches(StoredObject obj) => _terms.All(t => (Value(obj, t.Field) == t.Value) == t.Equal);

    private static (string Field, string Value, bool Equal) Term(string text)
    {
        var not = text.IndexOf("!=", StringComparison.Ordinal);
        if (not >= 0)
            return (text[..not], text[(not + 2)..], false);
        var sign = text.Contains("==", StringComparison.Ordinal) ? "==" : "=";
        var at = text.IndexOf(sign, StringComparison.Ordinal);
        if (at < 0)
            throw new FormatException($"invalid selector: '{text}'; can't understand '{text}'");
        return (text[..at], text[(at + sign.Length)..], true);
    }

    private static string Value(StoredObject obj, string field) => field switch
    {
        "metadata.name" => obj.Name,
        "metadata.namespace" => obj.Namespace,
        "spec.nodeName" => obj.NodeName,
        _ => obj.Phase,
    };
}
