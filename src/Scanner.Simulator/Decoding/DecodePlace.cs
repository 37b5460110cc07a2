namespace Scanner.Simulator.Decoding;

/// <summary>Where a value stands: as warnings name it, as Go's decoder names it, and in which Go struct.</summary>
internal readonly record struct DecodePlace(string Path, string GoPath, string Struct)
{
    /// <summary>A field of a struct.</summary>
    public DecodePlace Field(string name, string owner) => new(Join(Path, name), Join(GoPath, name), owner[(owner.LastIndexOf('.') + 1)..]);

    /// <summary>An entry of a map; Go names the map.</summary>
    public DecodePlace Entry(string key) => this with { Path = Join(Path, key) };

    /// <summary>An element of a list; Go names the list.</summary>
    public DecodePlace Item(int index) => this with { Path = $"{Path}[{index}]" };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
