using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Exposures;

/// <summary>What is new in the namespaces when subjects come, change and go.</summary>
internal sealed class DoorChanges
{
    private readonly Dictionary<string, (List<ExposedSubject> Gone, List<ExposedSubject> Come)> _in = [];

    /// <summary>Only namespaces where something is.</summary>
    public IEnumerable<(string Namespace, List<ExposedSubject> Gone, List<ExposedSubject> Come)> All => _in.Select(n => (n.Key, n.Value.Gone, n.Value.Come));

    /// <param name="before">Null for a subject that came.</param>
    /// <param name="now">Of the same subject; null for one that has gone.</param>
    public void Add(SubjectDoors? before, SubjectDoors? now)
    {
        var (gone, come) = (before?.Within ?? [], now?.Within ?? []);
        var (start, end) = InOrder.CommonEnds(gone.AsSpan(), come.AsSpan());
        foreach (var seen in gone[start..^end])
            In(seen.Namespace!).Gone.Add(seen);
        foreach (var seen in come[start..^end])
            In(seen.Namespace!).Come.Add(seen);
    }

    private (List<ExposedSubject> Gone, List<ExposedSubject> Come) In(string ns)
    {
        if (!_in.TryGetValue(ns, out var change))
            _in.Add(ns, change = ([], []));
        return change;
    }
}
