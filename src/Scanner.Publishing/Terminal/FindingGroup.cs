using System.Collections.Immutable;
using Scanner.Core.Findings;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Terminal;

/// <summary>Findings of one rule, equally severe, that have one cause: mending it mends them all.</summary>
/// <param name="Findings">At least one; in their order.</param>
internal sealed record FindingGroup(ImmutableArray<Finding> Findings)
{
    public Finding First => Findings[0];

    /// <summary>What to do about all of them: that of the first, which holds for each where only the namespace differs.</summary>
    public Remedy Remedy => Findings.Length == 1 ? First.Remedy : First.Remedy.Anywhere();

    /// <summary>What they say together.</summary>
    public string Message => Findings.Length == 1 ? First.Message : First.Cause;

    /// <param name="advise">How the reader is told what to do.</param>
    public static ImmutableArray<FindingGroup> Of(IEnumerable<Finding> findings, Func<Remedy, Advice> advise) =>
    [
        .. findings
            // What is right for one namespace may stop the pods of another.
            .GroupBy(f => (f.Severity, f.Rule, f.Cause.Length > 0 ? f.Cause : f.Id, f.Resource.Kind == "Namespace" ? advise(f.Remedy.Anywhere()) : null))
            .Select(g => new FindingGroup([.. g])),
    ];

    /// <summary>The objects that they are about: <c>namespace a</c>, <c>ClusterRoleBinding b (3 subjects)</c>, <c>namespaces a, b, c and 4 more</c>.</summary>
    /// <param name="most">How many names to give.</param>
    public string Where(int most)
    {
        var objects = Findings.Select(f => f.Resource).Distinct().ToList();
        var kind = objects[0].Kind == "Namespace" ? "namespace" : objects[0].Kind;
        var names = string.Join(", ", objects.Take(most).Select(o => o.Namespace is null ? o.Name : $"{o.Namespace}/{o.Name}"));
        var more = objects.Count > most ? $" and {objects.Count - most} more" : "";
        var subjects = objects.Count == 1 && Findings.Length > 1 ? $" ({Findings.Length} of its subjects)" : "";
        return $"{kind}{(objects.Count > 1 ? "s" : "")} {names}{more}{subjects}";
    }
}
