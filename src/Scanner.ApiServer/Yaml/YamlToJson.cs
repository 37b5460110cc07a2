using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Yaml;

/// <summary>
/// Writes a YAML node as the JSON that kubectl makes of it: scalars as YAML 1.1 has them, <c>&lt;&lt;</c> merged in, of equal keys the last.
/// Anchors can nest and multiply, so there is a limit to what one node may become.
/// </summary>
public sealed class YamlToJson
{
    /// <summary>Enough for the deepest schema of a CustomResourceDefinition.</summary>
    public const int MostDepth = 250;

    // An object of the API is 3 MB at most; a bomb of aliases is endless.
    private const int MostNodes = 2_000_000;
    private const long MostBytes = 64 << 20;

    private readonly Utf8JsonWriter _json;
    private readonly int _mostDepth;
    private int _nodes;

    private YamlToJson(Utf8JsonWriter json, int mostDepth) => (_json, _mostDepth) = (json, mostDepth);

    /// <exception cref="FormatException">
    /// The node is nested too deeply, grows too large or holds something JSON has no form for; the message goes on after a name.
    /// </exception>
    public static void Write(Utf8JsonWriter json, YamlNode node, int mostDepth = MostDepth)
    {
        try
        {
            new YamlToJson(json, mostDepth).Write(node, 0);
        }
        catch (ArgumentException e)
        {
            // Half of a surrogate pair, which an escape can spell.
            throw new FormatException("holds a text that is not Unicode", e);
        }
    }

    private void Write(YamlNode node, int depth)
    {
        Count(depth);
        switch (node)
        {
            case YamlMappingNode mapping:
                _json.WriteStartObject();
                foreach (var (key, value) in Entries(mapping, depth))
                {
                    _json.WritePropertyName(key);
                    Write(value, depth + 1);
                }

                _json.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                _json.WriteStartArray();
                foreach (var item in sequence.Children)
                    Write(item, depth + 1);
                _json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                YamlScalar.Write(_json, scalar);
                break;
            default:
                throw new FormatException("holds something JSON has no form for");
        }
    }

    private IEnumerable<KeyValuePair<string, YamlNode>> Entries(YamlMappingNode mapping, int depth) =>
        mapping.Children.Keys.All(IsPlainAndNoMerge)
            ? mapping.Children.Select(child => KeyValuePair.Create(KeyOf(child.Key), child.Value))
            : MergedEntries.Of(mapping, KeyOf, Count, depth);

    private void Count(int depth)
    {
        if (depth > _mostDepth)
            throw new FormatException($"is nested more than {_mostDepth} levels deep");
        if (++_nodes > MostNodes || _json.BytesCommitted + _json.BytesPending > MostBytes)
            throw new FormatException("grows too large by its aliases");
    }

    // One key can be spelt with quotes and without.
    private static bool IsPlainAndNoMerge(YamlNode key) => key is YamlScalarNode { Style: ScalarStyle.Plain, Value: not "<<" };

    private static string KeyOf(YamlNode key) => (key is YamlScalarNode scalar ? YamlScalar.Key(scalar) : null)
        ?? throw new FormatException("has a key that is not a text");
}
