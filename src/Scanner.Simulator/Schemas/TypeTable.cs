using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;

namespace Scanner.Simulator.Schemas;

/// <summary>The built-in types, read once from the embedded table. Thread-safe.</summary>
internal static class TypeTable
{
    private static readonly Lazy<TypeTableReader> Table = new(() => TypeTableReader.Read(EmbeddedText.Lines("types.txt")));

    /// <summary>The type of an object; a kind that older servers had in another version is read as the newer one. Null when not known.</summary>
    public static SchemaType? Find(string group, string version, string kind)
    {
        var roots = Table.Value.Roots;
        var prefix = group.Length == 0 ? "" : group + "/";
        return roots.GetValueOrDefault((prefix + version, kind))
            ?? roots.Where(r => r.Key.Kind == kind && BuiltInResources.SplitApiVersion(r.Key.ApiVersion).Group == group).Select(r => r.Value).FirstOrDefault();
    }

    /// <summary>The type of <c>metadata</c>, which custom resources share.</summary>
    public static SchemaType ObjectMeta => Table.Value.Named("meta.ObjectMeta");

    public static SchemaType Named(string name) => Table.Value.Named(name);
}
