using System.Collections.Immutable;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Terminal;

/// <summary>Findings of one rule, equally severe, that have one cause: mending it mends them all.</summary>
/// <param name="findings">At least one; in their order.</param>
/// <param name="advise">How the reader is told what to do.</param>
internal sealed class FindingGroup(ImmutableArray<Finding> findings, Func<Remedy, Advice> advise)
{
    public ImmutableArray<Finding> Findings => findings;

    public Finding First => Findings[0];

    /// <summary>
    /// What to do about all of them, each thing once and in their order: one thing where only the namespace differs.
    /// </summary>
    public ImmutableArray<Advice> Fixes => Findings.Length == 1
        ? [advise(First.Remedy)]
        : [.. Findings.Select(f => advise(f.Remedy.Anywhere())).Distinct()];

    /// <summary>What they say together, and of whom.</summary>
    /// <param name="most">How many subjects to name.</param>
    public string Message(int most)
    {
        if (Findings.Length == 1)
            return First.Message;
        var subjects = Findings.Where(f => f.Subject is not null).Select(f => f.Subject!.Value.ToString()).Distinct().Order(StringComparer.Ordinal).ToList();
        var more = subjects.Count > most ? $" and {subjects.Count - most} more" : "";
        return subjects.Count == 0 ? First.Cause : $"{First.Cause}: {string.Join(", ", subjects.Take(most))}{more}";
    }

    /// <summary>Every finding in its own words, where there are several.</summary>
    public IEnumerable<string> Each => (Findings.Length, Objects.Count) switch
    {
        (1, _) => [],
        (_, 1) => Findings.Select(f => f.Message),
        _ => Findings.Select(f => $"{Of(f.Resource)}: {f.Message}"),
    };

    /// <summary>What they are about, each object once.</summary>
    public IReadOnlyList<ResourceReference> Objects => [.. Findings.Select(f => f.Resource).Distinct()];

    /// <param name="advise">How the reader is told what to do.</param>
    public static ImmutableArray<FindingGroup> Of(IEnumerable<Finding> findings, Func<Remedy, Advice> advise) =>
    [
        .. findings
            // What is right for one namespace may stop the pods of another.
            .GroupBy(f => (f.Severity, f.Rule, f.Cause.Length > 0 ? f.Cause : f.Id, f.Resource.Kind == "Namespace" ? advise(f.Remedy.Anywhere()) : null))
            .Select(g => new FindingGroup([.. g], advise)),
    ];

    /// <summary>The objects that they are about: <c>namespace a</c>, <c>ClusterRoleBinding b (3 subjects)</c>, <c>namespaces a, b, c and 4 more</c>.</summary>
    /// <param name="most">How many names to give.</param>
    public string Where(int most)
    {
        var objects = Objects;
        var names = string.Join(", ", objects.Take(most).Select(NameOf));
        var more = objects.Count > most ? $" and {objects.Count - most} more" : "";
        var part = objects.Count == 1 && Findings.Length > 1 ? $" ({Findings.Length} of its {(First.Subject is null ? "ephemeral containers" : "subjects")})" : "";
        return $"{KindOf(objects[0])}{(objects.Count > 1 ? "s" : "")} {names}{more}{part}";
    }

    private static string Of(ResourceReference resource) => $"{KindOf(resource)} {NameOf(resource)}";

    private static string KindOf(ResourceReference resource) => resource.Kind == "Namespace" ? "namespace" : resource.Kind;

    private static string NameOf(ResourceReference resource) => resource.Namespace is null ? resource.Name : $"{resource.Namespace}/{resource.Name}";
}
