using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings;

/// <summary>One thing that is wrong, where, and how to mend it.</summary>
/// <param name="Id">Stable across scans: a hash of rule, resource and what makes it distinct, never of time or wording.</param>
/// <param name="Rule">For example <c>ES101</c>.</param>
/// <param name="Title">The rule's name, for example <c>PrivilegedAdmitted</c>.</param>
/// <param name="Docs">URL of the page that explains the rule.</param>
/// <param name="Exception">The exception that accepts it; null when none does.</param>
/// <param name="Subject">Who it is about; null for findings about none.</param>
public sealed record Finding(
    string Id,
    string Rule,
    string Title,
    Severity Severity,
    ResourceReference Resource,
    string Message,
    Remedy Remedy,
    string Docs,
    AppliedException? Exception = null,
    Subject? Subject = null)
{
    /// <summary>Why it is as severe as it is; goes on after <c>because</c>.</summary>
    public string SeverityBecause { get; init; } = "";

    /// <summary>What several findings of a rule have in common, such as a binding or a policy: mending it mends them all. Empty for nothing.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Another way, which closes the door by itself whatever left it open; null where the remedy does so, or there is none.</summary>
    public Remedy? Alternative { get; init; }

    /// <summary>How many stand before the door that it is about; more come first among equally severe ones. 0 where it is about none.</summary>
    public int Exposure { get; init; }

    /// <summary>Worst first, then the most exposed, then by rule, place and name. The id makes the order complete.</summary>
    public static IComparer<Finding> Order { get; } = Comparer<Finding>.Create(static (a, b) =>
    {
        var by = b.Severity.CompareTo(a.Severity);
        if (by == 0)
            by = b.Exposure.CompareTo(a.Exposure);
        if (by == 0)
            by = string.CompareOrdinal(a.Rule, b.Rule);
        if (by == 0)
            by = string.CompareOrdinal(a.Resource.Namespace ?? "", b.Resource.Namespace ?? "");
        if (by == 0)
            by = string.CompareOrdinal(a.Resource.Name, b.Resource.Name);
        // What goes by places in a list begins with the last, so that the places of the others stay.
        if (by == 0)
            by = Place(b).CompareTo(Place(a));
        return by == 0 ? string.CompareOrdinal(a.Id, b.Id) : by;
    });

    private static int Place(Finding finding) => (finding.Remedy as Remedy.Withdraw)?.SharedIndex ?? -1;

    /// <summary>The namespace that it is about; null when it is about none.</summary>
    public string? Namespace => Resource.Kind == "Namespace" ? Resource.Name : Resource.Namespace;
}
