namespace Scanner.ApiServer.Reflectors;

/// <summary>Holds what a watch reports. Called from one thread at a time.</summary>
public interface IObjectCache<T>
{
    ObjectKey KeyOf(T item);

    /// <summary>This is all there is: what is held and not among <paramref name="items"/> has gone.</summary>
    void Replace(IReadOnlyDictionary<ObjectKey, T> items);

    /// <summary>An object that is new or changed.</summary>
    void Set(ObjectKey key, T item);

    void Remove(ObjectKey key);

    /// <summary>The server does not serve the resource, or not to us: nothing is known any more.</summary>
    void Forget();
}
