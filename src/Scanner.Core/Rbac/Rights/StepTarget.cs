namespace Scanner.Core.Rbac.Rights;

/// <summary>Where one step leads, and through whom or what: a sum that grows.</summary>
internal sealed class StepTarget
{
    // One comparer for all, by which one sum is added to another in a single pass.
    private static readonly IComparer<(bool Narrow, string Name)> s_order = Comparer<(bool Narrow, string Name)>.Create(
        static (a, b) => a.Narrow != b.Narrow ? a.Narrow.CompareTo(b.Narrow) : string.CompareOrdinal(a.Name, b.Name));

    private readonly SortedSet<(bool Narrow, string Name)> _through;

    public StepTarget() => _through = new(s_order);

    private StepTarget(IEnumerable<(bool Narrow, string Name)> through) => _through = new(through, s_order);

    public NamespaceReach Reach { get; private set; } = NamespaceReach.None;

    /// <summary>What leads everywhere first, then by name.</summary>
    public IEnumerable<string> Through => _through.Select(t => t.Name);

    public int Count => _through.Count;

    /// <summary>The same as adding each, in a fraction of the time where they are many.</summary>
    /// <param name="ways">None of them empty.</param>
    public static StepTarget Of(List<(NamespaceReach Reach, string Through)> ways) => ways switch
    {
        [] => new StepTarget(),
        [var only] => new StepTarget().Add(only.Reach, only.Through),
        _ => new StepTarget(ways.Select(static w => (!w.Reach.ClusterWide, w.Through)))
        {
            Reach = ways.Exists(static w => w.Reach.ClusterWide) ? NamespaceReach.Everywhere : NamespaceReach.Of([.. ways.SelectMany(static w => w.Reach.Namespaces)]),
        },
    };

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
