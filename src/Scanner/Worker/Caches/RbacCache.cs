using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>Passes the objects of one RBAC resource on to what evaluates them; keeps no more than their names.</summary>
/// <param name="keyOf">Names an object.</param>
/// <param name="set">An object that is new or changed.</param>
/// <param name="remove">One that has gone.</param>
internal sealed class RbacCache<T>(Func<T, ObjectKey> keyOf, Action<T> set, Action<ObjectKey> remove) : IObjectCache<T>
{
    private readonly HashSet<ObjectKey> _keys = [];

    public int Count => _keys.Count;

    public ObjectKey KeyOf(T item) => keyOf(item);

    public void Replace(IReadOnlyDictionary<ObjectKey, T> items)
    {
        foreach (var gone in _keys.Where(key => !items.ContainsKey(key)).ToList())
            Remove(gone);
        foreach (var (key, item) in items)
            Set(key, item);
    }

    public void Set(ObjectKey key, T item)
    {
        _keys.Add(key);
        set(item);
    }

    public void Remove(ObjectKey key)
    {
        if (_keys.Remove(key))
            remove(key);
    }

    public void Forget() => Replace(ImmutableDictionary<ObjectKey, T>.Empty);
}
