using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Yaml;

/// <summary>
/// The entries of a mapping with what <c>&lt;&lt;</c> merges in. As for kubectl's library, of equal keys the last one counts, wherever it
/// comes from, so that what is merged in goes before what stands above it; of several mappings that are merged in at one place the first.
/// </summary>
internal static class MergedEntries
{
    /// <param name="mapping">The mapping.</param>
    /// <param name="keyOf">The name of a key; null for one that is passed over.</param>
    /// <param name="count">Told of every step with its depth, so that mappings that merge one another over and over come to an end.</param>
    /// <param name="depth">The depth of the mapping.</param>
    /// <returns>What stands in the mapping itself first.</returns>
    /// <exception cref="FormatException">Something is merged in that is no map.</exception>
    public static OrderedDictionary<string, YamlNode> Of(YamlMappingNode mapping, Func<YamlNode, string?> keyOf, Action<int> count, int depth = 0)
    {
        var own = new OrderedDictionary<string, YamlNode>();
        var merged = new OrderedDictionary<string, YamlNode>();
        foreach (var (key, value) in mapping.Children)
        {
            if (IsMerge(key))
                Merge(value, own, merged, (keyOf, count, depth));
            else if (keyOf(key) is { } name)
                own[name] = value;
        }

        foreach (var (name, value) in merged)
            own.TryAdd(name, value);
        return own;
    }

    public static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

    private static void Merge(
        YamlNode value,
        OrderedDictionary<string, YamlNode> own,
        OrderedDictionary<string, YamlNode> merged,
        (Func<YamlNode, string?> KeyOf, Action<int> Count, int Depth) way)
    {
        IEnumerable<YamlNode> sources = value is YamlSequenceNode several ? several.Children.Reverse() : [value];
        foreach (var source in sources)
        {
            way.Count(way.Depth);
            var mapping = source as YamlMappingNode ?? throw new FormatException("merges (<<) something that is no map");
            foreach (var (name, node) in Of(mapping, way.KeyOf, way.Count, way.Depth + 1))
            {
                way.Count(way.Depth);
                if (own.ContainsKey(name))
                    own[name] = node;
                else
                    merged[name] = node;
            }
        }
    }
}
