using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.Decoding;

namespace Scanner.Worker.Caches;

/// <summary>The objects of one resource that admission depends on: fingerprints, to tell a change from a repetition.</summary>
internal sealed class GuardCache(IClusterListener listener) : IObjectCache<GuardFacts>
{
    private readonly Dictionary<ObjectKey, ulong> _items = [];
    private bool _isListed;

    /// <summary>Whether a first list is no change, for nothing rests yet on what was before it. Policies are to be read all the same.</summary>
    public Func<bool> IsStarting { get; init; } = static () => false;

    public int Count => _items.Count;

    public ObjectKey KeyOf(GuardFacts item) => new(item.Namespace, item.Name);

    public void Replace(IReadOnlyDictionary<ObjectKey, GuardFacts> items)
    {
        var isFirst = !_isListed && IsStarting();
        _isListed = true;
        if (isFirst)
        {
            foreach (var (key, item) in items)
                _items[key] = item.Content;
            if (items.Count > 0)
                listener.PolicyChanged();
            return;
        }

        foreach (var gone in _items.Keys.Where(key => !items.ContainsKey(key)).ToList())
            Remove(gone);
        foreach (var (key, item) in items)
            Set(key, item);
    }

    public void Set(ObjectKey key, GuardFacts item)
    {
        if (_items.TryGetValue(key, out var before) && before == item.Content)
            return;
        _items[key] = item.Content;
        Tell(key);
    }

    public void Remove(ObjectKey key)
    {
        if (_items.Remove(key))
            Tell(key);
    }

    public void Forget() => Replace(ImmutableDictionary<ObjectKey, GuardFacts>.Empty);

    private void Tell(ObjectKey key)
    {
        if (key.Namespace is { } ns)
            listener.GuardChanged(ns);
        else
            listener.AllGuardsChanged();
        listener.PolicyChanged();
    }
}
