using Scanner.ApiServer.Reflectors;

namespace Scanner.ApiServer.Tests.Reflectors;

/// <summary>Holds texts by their first letters, and writes down every change.</summary>
internal sealed class RecordingCache : IObjectCache<string>
{
    private readonly SortedDictionary<string, string> _items = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    public string Content => string.Join(' ', _items.Values);

    /// <summary><c>a1</c> is the object <c>a</c> in its first state.</summary>
    public ObjectKey KeyOf(string item) => new(null, item[..1]);

    public void Replace(IReadOnlyDictionary<ObjectKey, string> items)
    {
        _items.Clear();
        foreach (var (key, item) in items)
            _items[key.Name] = item;
        Calls.Add($"replace {Content}".TrimEnd());
    }

    public void Set(ObjectKey key, string item)
    {
        _items[key.Name] = item;
        Calls.Add($"set {item}");
    }

    public void Remove(ObjectKey key)
    {
        _items.Remove(key.Name);
        Calls.Add($"remove {key.Name}");
    }

    public void Forget()
    {
        _items.Clear();
        Calls.Add("forget");
    }
}
