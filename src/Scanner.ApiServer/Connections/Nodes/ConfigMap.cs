using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Nodes;

/// <summary>
/// A mapping of a kubeconfig, read by key. Absent, null and empty values are the same, as for kubectl. Every error names file and
/// line. <see cref="Subject"/> names the entry in messages, such as <c>user "x"</c>.
/// </summary>
internal sealed class ConfigMap
{
    private readonly string _file;
    private readonly YamlMappingNode _node;

    public ConfigMap(string file, YamlMappingNode node, string subject)
        : this(file, node, subject, At(file, node))
    {
    }

    private ConfigMap(string file, YamlMappingNode node, string subject, ConfigLocation location)
    {
        _file = file;
        _node = node;
        Subject = subject;
        Location = location;
    }

    public string Subject { get; }

    public ConfigLocation Location { get; }

    public bool IsEmpty => _node.Children.Count == 0;

    /// <summary>An error about the mapping as a whole.</summary>
    public ConnectionConfigurationException Error(string problem) => Location.Error($"{Subject}: {problem}");

    /// <summary>A text, number or boolean as text; null when absent or empty.</summary>
    public ConfigText? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value.Length: > 0 } scalar => new ConfigText(scalar.Value, key, Subject, At(_file, scalar)),
        YamlScalarNode => null,
        { } other => throw Wrong(key, other, "a text"),
    };

    /// <summary>A boolean; false when absent.</summary>
    public bool Flag(string key) => Text(key) is { } text && (text.Value.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" => true,
        "FALSE" or "NO" or "OFF" => false,
        _ => throw text.Error("must be true or false"),
    });

    /// <summary>A nested mapping, named <paramref name="subject"/> in messages; null when absent.</summary>
    public ConfigMap? Map(string key, string subject) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new ConfigMap(_file, map, subject),
        { } other => throw Wrong(key, other, "a mapping"),
    };

    /// <summary>A list of mappings; empty when absent.</summary>
    public ImmutableArray<ConfigMap> Maps(string key) =>
        Items(key, item => item as YamlMappingNode, "a list of mappings", map => new ConfigMap(_file, map, Subject));

    /// <summary>A list of texts; empty when absent.</summary>
    public ImmutableArray<ConfigText> Texts(string key) =>
        Items(
            key,
            item => item as YamlScalarNode,
            "a list of texts",
            item => new ConfigText(item.Value ?? "", key, Subject, At(_file, item)));

    /// <summary>A mapping of lists of texts; empty when absent.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<ConfigText>>> TextLists(string key) =>
        Map(key, $"{Subject}: {key}") is { } map ? [.. map.Keys().Select(name => KeyValuePair.Create(name, map.Texts(name)))] : [];

    /// <summary>An empty mapping in the place of this one.</summary>
    public ConfigMap Nothing(string subject) => new(_file, new YamlMappingNode(), subject, Location);

    /// <summary>The node of a key, whatever it is; null when absent. What stands here goes before what <c>&lt;&lt;</c> merges in.</summary>
    public YamlNode? Find(string key)
    {
        var found = Find(_node, key) ?? Merged().Select(merged => Find(merged, key)).FirstOrDefault(value => value is not null);
        return found is null || IsNull(found) ? null : found;
    }

    private static YamlNode? Find(YamlMappingNode mapping, string key)
    {
        foreach (var (name, value) in mapping.Children)
        {
            if (name is YamlScalarNode scalar && scalar.Value == key)
                return value;
        }

        return null;
    }

    private IEnumerable<YamlMappingNode> Merged() => Find(_node, "<<") switch
    {
        YamlMappingNode one => [one],
        YamlSequenceNode several => several.OfType<YamlMappingNode>(),
        _ => [],
    };

    private static bool IsNull(YamlNode value) =>
        value is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private static ConfigLocation At(string file, YamlNode node) => new(file, node.Start.Line);

    private IEnumerable<string> Keys() => _node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    private ImmutableArray<T> Items<TNode, T>(string key, Func<YamlNode, TNode?> narrow, string expected, Func<TNode, T> make)
        where TNode : YamlNode
    {
        if (Find(key) is not { } value)
            return [];
        if (value is not YamlSequenceNode sequence)
            throw Wrong(key, value, expected);
        return [.. sequence.Select(item => make(narrow(item) ?? throw Wrong(key, item, expected)))];
    }

    private ConnectionConfigurationException Wrong(string key, YamlNode at, string expected) =>
        At(_file, at).Error($"{Subject}: {key} must be {expected}");
}
