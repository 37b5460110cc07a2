namespace Scanner.Core.Rbac.Rights;

/// <summary>Where one step leads, and through whom or what: a sum that grows.</summary>
internal sealed class StepTarget
{
    // One comparer for all, by which one sum is added to another in a single pass.
    private static readonly IComparer<(bool Narrow, string Name)> s_order = Comparer<(bool Narrow, string Name)>.Create(
        static (a, b) => a.Narrow != b.Narrow ? a.Narrow.CompareTo(b.Narrow) : string.CompareOrdinal(a.Name, b.Name));

    private readonly SortedSet<(bool Narrow, string Name)> _through = new(s_order);

    public NamespaceReach Reach { get; private set; } = NamespaceReach.None;

    /// <summary>What leads everywhere first, then by name.</summary>
    public IEnumerable<string> Through => _through.Select(t => t.Name);

    public int Count => _through.Count;

    /// <param name="through">In words.</param>
    public StepTarget Add(NamespaceReach reach, string through)
    {
        if (!reach.IsEmpty)
        {
            Reach = Reach.Union(reach);
            _through.Add((!reach.ClusterWide, through));
        }

        return this;
    }

    public StepTarget Add(StepTarget other)
    {
        Reach = Reach.Union(other.Reach);
        _through.UnionWith(other._through);
        return this;
    }
}
