namespace Scanner.Core.Rbac.Index;

/// <summary>Things by the namespaces that they are filed under. A namespace that has gone leaves nothing behind.</summary>
/// <param name="make">A set for those of a namespace: in what order they are handed out.</param>
internal sealed class ByNamespace<T>(Func<ICollection<T>> make)
{
    private readonly Dictionary<string, ICollection<T>> _things = [];

    /// <summary>Those of all namespaces; one may come more than once.</summary>
    public IEnumerable<T> All => _things.Values.SelectMany(t => t);

    public bool Contains(string ns) => _things.ContainsKey(ns);

    public IEnumerable<T> In(string ns) => _things.TryGetValue(ns, out var those) ? those : [];

    public void Add(string ns, T thing)
    {
        if (!_things.TryGetValue(ns, out var those))
            _things.Add(ns, those = make());
        those.Add(thing);
    }

    public void Remove(string ns, T thing)
    {
        if (_things.TryGetValue(ns, out var those) && those.Remove(thing) && those.Count == 0)
            _things.Remove(ns);
    }

    /// <summary>Files a thing elsewhere.</summary>
    /// <param name="before">Where it is, in order.</param>
    /// <param name="now">Where it belongs, in order.</param>
    public void Move(T thing, IEnumerable<string> before, IEnumerable<string> now)
    {
        var (gone, come) = InOrder.Differences(before, now);
        gone.ForEach(ns => Remove(ns, thing));
        come.ForEach(ns => Add(ns, thing));
    }
}
