using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>A format of texts with a name, and what is wrong with a text that has not got it.</summary>
internal sealed class NamedFormat(string name, Func<string, IReadOnlyList<string>> complaints) : CelOpaque(OpaqueTypes.Format)
{
    public string Name => name;

    public override int Hash => StringComparer.Ordinal.GetHashCode(name);

    public IReadOnlyList<string> Complaints(string text) => complaints(text);

    public override bool IsSameAs(CelOpaque other) => ((NamedFormat)other).Name == name;

    public override string ToString() => name;
}
