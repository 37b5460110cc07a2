namespace Scanner.Policies.Rego.Values;

/// <summary>What an array, an object or a set holds, by key: the members of a set are their own keys. Other values hold nothing.</summary>
internal readonly struct Members(RegoValue collection)
{
    public bool IsCollection => collection.Kind is RegoKind.Array or RegoKind.Object or RegoKind.Set;

    public int Count => collection switch
    {
        RegoArray array => array.Count,
        RegoObject table => table.Count,
        RegoSet set => set.Count,
        _ => 0,
    };

    /// <summary>Why there may be more than are known; null where these are all.</summary>
    public RegoUnknown? Rest => collection switch
    {
        RegoObject table => table.Rest,
        RegoSet set => set.Rest,
        _ => null,
    };

    public (RegoValue Key, RegoValue Value) this[int index] => collection switch
    {
        RegoArray array => (RegoNumber.Of(index), array[index]),
        RegoObject table => (table.Keys[index], table.Values[index]),
        _ => (((RegoSet)collection)[index], ((RegoSet)collection)[index]),
    };

    /// <summary>The value at a key; null where there is none.</summary>
    public RegoValue? Find(RegoValue key) => collection switch
    {
        RegoArray array => array.Find(key),
        RegoObject table => table.Find(key),
        RegoSet set => set.Contains(key) ? key : null,
        _ => null,
    };
}
