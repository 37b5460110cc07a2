using System.Globalization;

namespace Scanner.Simulator.Serving;

/// <summary>The Accept header as the real server reads it, twice over: by its router, and by its negotiation.</summary>
internal static class AcceptHeader
{
    /// <summary>One type of the header with its parameters.</summary>
    public sealed record Clause(string Type, string Subtype, double Quality, IReadOnlyDictionary<string, string> Parameters);

    /// <summary>What the router asks: whether a type is named that the route has, letter by letter, or <c>*/*</c>.</summary>
    public static bool Names(string? accept, IReadOnlyList<string> served) =>
        string.IsNullOrEmpty(accept) || accept.Split(',').Select(type => type.Split(';')[0].Trim()).Any(type => type == "*/*" || served.Contains(type));

    /// <summary>The types in the order in which they are tried (k8s.io/kube-openapi, goautoneg).</summary>
    public static IReadOnlyList<Clause> Ordered(string accept)
    {
        var clauses = new List<Clause>();
        foreach (var clause in accept.Split(',').Select(Read).OfType<Clause>())
        {
            // Like the sort of Go for few elements; the order is no proper one.
            var at = clauses.Count;
            while (at > 0 && GoesBefore(clause, clauses[at - 1]))
                at--;
            clauses.Insert(at, clause);
        }

        return clauses;
    }

    private static bool GoesBefore(Clause a, Clause b) =>
        a.Quality > b.Quality || (a.Type != "*" && b.Type == "*") || (a.Subtype != "*" && b.Subtype == "*");

    private static Clause? Read(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (parts[0].Split('/') is not [{ Length: > 0 } type, { Length: > 0 } subtype])
            return null;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in parts[1..].Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2))
            parameters[pair[0]] = pair[1];
        var isNumber = double.TryParse(parameters.GetValueOrDefault("q"), NumberStyles.Float, CultureInfo.InvariantCulture, out var quality);
        return new Clause(type, subtype, isNumber ? quality : 1, parameters);
    }
}
