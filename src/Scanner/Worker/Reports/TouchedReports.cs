using System.Collections.Immutable;

namespace Scanner.Worker.Reports;

/// <summary>Reports that are to be compared with what they should say.</summary>
/// <param name="All">They were listed anew.</param>
/// <param name="Keys">Namespaces, empty for the cluster, whose reports others changed.</param>
internal sealed record TouchedReports(bool All, ImmutableHashSet<string> Keys)
{
    public bool Has(string key) => All || Keys.Contains(key);
}
