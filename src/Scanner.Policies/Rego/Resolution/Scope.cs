namespace Scanner.Policies.Rego.Resolution;

/// <summary>The names that are variables in a body. Bodies within it see them, too.</summary>
/// <param name="depth">How many closed bodies (comprehensions, <c>every</c>) are around.</param>
internal sealed class Scope(Scope? parent, int depth)
{
    private readonly Dictionary<string, int> _slots = [];
    private readonly HashSet<string> _assigned = [];

    public int Depth => depth;

    public IEnumerable<string> Names => _slots.Keys;

    public int? Find(string name) => _slots.TryGetValue(name, out var slot) ? slot : parent?.Find(name);

    public bool HasOwn(string name) => _slots.ContainsKey(name);

    public void Add(string name, int slot) => _slots[name] = slot;

    /// <returns>False where this body declared the name already.</returns>
    public bool Declare(string name, int slot)
    {
        _slots[name] = slot;
        return _assigned.Add(name);
    }
}
