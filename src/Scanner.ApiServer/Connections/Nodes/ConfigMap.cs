using System.Collections.Immutable;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Nodes;

/// <summary>
/// A mapping of a kubeconfig, read by key. Absent, null and empty values are the same, as for kubectl; a number or a boolean where a
/// text should be is the text that it is written as. Every error names file and line. <see cref="Subject"/> names the entry in
/// messages, such as <c>user "x"</c>.
/// </summary>
internal sealed class ConfigMap
{
    private readonly Lazy<Dictionary<string, YamlNode>> _entries;

    public ConfigMap(ConfigFile file, YamlMappingNode node, string subject)
        : this(file, node, subject, file.At(node))
    {
    }

    private ConfigMap(ConfigFile file, YamlMappingNode node, string subject, ConfigLocation location)
        : this(file, new Lazy<Dictionary<string, YamlNode>>(() => Entries(node, location, subject)), subject, location)
    {
    }

    private ConfigMap(ConfigFile file, Lazy<Dictionary<string, YamlNode>> entries, string subject, ConfigLocation location)
    {
        File = file;
        _entries = entries;
        Subject = subject;
        Location = location;
    }

    /// <summary>Where values stand that are none of the file; by key.</summary>
    private ImmutableDictionary<string, ConfigLocation> Elsewhere { get; init; } = ImmutableDictionary<string, ConfigLocation>.Empty;

    public string Subject { get; }

    public ConfigLocation Location { get; }

    /// <summary>An error about the mapping as a whole.</summary>
    public ConnectionConfigurationException Error(string problem) => Location.Error($"{Subject}: {problem}");

    /// <summary>A text, number or boolean as text; null when absent or empty.</summary>
    public ConfigText? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => Read(scalar, key) is { Value.Length: > 0 } text ? text : null,
        { } other => throw Wrong(key, other, "a text"),
    };

    /// <summary>The file that it stands in.</summary>
    public ConfigFile File { get; }

    /// <summary>The characters of <see cref="File"/> that spell a text on one line; null for anything else.</summary>
    public Range? SpanOf(string key) =>
        Find(key) is YamlScalarNode scalar
        && !File.IsMended
        && File.Places.SpanOf(scalar) is { } span
        && !File.Text[span].Contains('\n', StringComparison.Ordinal)
            ? span
            : null;

    /// <summary>A boolean; false when absent. A text in quotes is none, whatever it says, as for kubectl.</summary>
    public bool Flag(string key) => Find(key) is { } value
        && ((value is YamlScalarNode scalar ? YamlScalar.Flag(scalar) : null) ?? throw Wrong(key, value, "true or false"));

    /// <summary>A nested mapping, named <paramref name="subject"/> in messages; null when absent.</summary>
    public ConfigMap? Map(string key, string subject) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new ConfigMap(File, map, subject),
        { } other => throw Wrong(key, other, "a mapping"),
    };

    /// <summary>A list of mappings; empty when absent. As for kubectl, a null in it is a mapping without entries.</summary>
    public ImmutableArray<ConfigMap> Maps(string key) =>
        Items(
            key,
            item => item is YamlScalarNode scalar && YamlScalar.IsNull(scalar) ? new YamlMappingNode() : item as YamlMappingNode,
            "a list of mappings",
            map => new ConfigMap(File, map, Subject));

    /// <summary>A list of texts; empty when absent. As for kubectl, a null in it is an empty text.</summary>
    public ImmutableArray<ConfigText> Texts(string key) =>
        Items(
            key,
            item => item as YamlScalarNode,
            "a list of texts",
            item => Read(item, key));

    /// <summary>A mapping of lists of texts; empty when absent.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<ConfigText>>> TextLists(string key) =>
        Map(key, $"{Subject}: {key}") is { } map
            ? [.. map._entries.Value.Keys.Select(name => KeyValuePair.Create(name, map.Texts(name)))]
            : [];

    /// <summary>An empty mapping in the place of this one.</summary>
    public ConfigMap Nothing(string subject) => new(File, new YamlMappingNode(), subject, Location);

    /// <summary>A mapping of no file, without entries.</summary>
    public static ConfigMap Empty(string subject) =>
        new(new ConfigFile("the command line", "", new YamlPlaces()), new YamlMappingNode(), subject, ConfigLocation.Nowhere);

    /// <summary>The same mapping with another text, which stands at <paramref name="location"/>; without the key where it is null or empty.</summary>
    public ConfigMap With(string key, string? text, ConfigLocation location) =>
        With(key, string.IsNullOrEmpty(text) ? null : new YamlScalarNode(text) { Style = ScalarStyle.DoubleQuoted }, location);

    /// <summary>The same mapping with another boolean.</summary>
    public ConfigMap WithFlag(string key, bool flag) =>
        With(key, new YamlScalarNode(flag ? "true" : "false") { Style = ScalarStyle.Plain }, ConfigLocation.Nowhere);

    private ConfigMap With(string key, YamlScalarNode? value, ConfigLocation location)
    {
        var entries = new Dictionary<string, YamlNode>(_entries.Value);
        if (value is null)
            entries.Remove(key);
        else
            entries[key] = value;
        return new ConfigMap(File, new Lazy<Dictionary<string, YamlNode>>(entries), Subject, Location) { Elsewhere = Elsewhere.SetItem(key, location) };
    }

    /// <summary>The node of a key, whatever it is; null when absent or null.</summary>
    public YamlNode? Find(string key) =>
        _entries.Value.TryGetValue(key, out var found) && !(found is YamlScalarNode scalar && YamlScalar.IsNull(scalar)) ? found : null;

    private static Dictionary<string, YamlNode> Entries(YamlMappingNode node, ConfigLocation location, string subject)
    {
        // Maps that merge one another twice over would otherwise take for ever.
        const int most = 1_000_000;
        var steps = 0;
        try
        {
            return new Dictionary<string, YamlNode>(MergedEntries.Of(node, key => (key as YamlScalarNode)?.Value, Count));
        }
        catch (FormatException e)
        {
            throw location.Error($"{subject} {e.Message}", e);
        }

        void Count(int depth)
        {
            if (++steps > most || depth > YamlToJson.MostDepth)
                throw new FormatException("grows too large by what it merges in (<<)");
        }
    }

    private ConfigText Read(YamlScalarNode scalar, string key)
    {
        try
        {
            var text = YamlScalar.IsNull(scalar) ? "" : YamlScalar.Text(scalar);
            // It would end a path, an argument or a variable before its end.
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new FormatException("holds a NUL character, which can be sent nowhere")
                : new ConfigText(text, key, Subject, Elsewhere.GetValueOrDefault(key) ?? File.At(scalar));
        }
        catch (FormatException e)
        {
            throw File.At(scalar).Error($"{Subject}: {key} {e.Message}", e);
        }
    }

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
        File.At(at).Error($"{Subject}: {key} must be {expected}");
}
