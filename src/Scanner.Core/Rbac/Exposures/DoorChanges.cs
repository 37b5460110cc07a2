namespace Scanner.Core.Rbac.Exposures;

/// <summary>What is new in the namespaces when subjects come, change and go.</summary>
internal sealed class DoorChanges
{
    private readonly Dictionary<string, Change> _in = [];

    /// <summary>Only namespaces where something is.</summary>
    public IReadOnlyCollection<Change> All => _in.Values;

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

    private Change In(string ns)
    {
        if (!_in.TryGetValue(ns, out var change))
            _in.Add(ns, change = new Change(ns));
        return change;
    }

    /// <summary>Of one namespace.</summary>
    internal sealed class Change(string ns)
    {
        public string Namespace => ns;

        public HashSet<ExposedSubject> Gone { get; } = new(ReferenceEqualityComparer.Instance);

        public List<ExposedSubject> Come { get; } = [];
    }
}
