using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Scanner.Simulator.Decoding;

/// <summary>Reads the first YAML document of a text as JSON, with the YAML 1.1 scalars that the server knows: <c>yes</c> is true.</summary>
internal sealed class GoYaml
{
    private readonly IParser _parser;
    private readonly RepeatedKeys _repeated = new();
    private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];

    private GoYaml(string text) => _parser = new Parser(new StringReader(text));

    /// <exception cref="GoJsonException">Not YAML. The message is not the server's, whose parser words it differently.</exception>
    public static (JsonNode? Root, RepeatedKeys Repeated) Parse(string text)
    {
        var reader = new GoYaml(text);
        try
        {
            reader._parser.Consume<StreamStart>();
            if (!reader._parser.TryConsume<DocumentStart>(out _))
                return (null, reader._repeated);
            return (reader.Value(), reader._repeated);
        }
        catch (YamlException e)
        {
            throw new GoJsonException($"yaml: line {e.Start.Line}: {e.Message}");
        }
    }

    private JsonNode? Value()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return _anchors.GetValueOrDefault(alias.Value)?.DeepClone();
        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        var value = _parser.Current switch
        {
            Scalar => Resolve(_parser.Consume<Scalar>()),
            SequenceStart => Sequence(),
            _ => Mapping(),
        };
        if (!anchor.IsEmpty)
            _anchors[anchor] = value;
        return value;
    }

    private JsonArray Sequence()
    {
        var array = new JsonArray();
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            array.Add(Value());
        return array;
    }

    private JsonObject Mapping()
    {
        var obj = new JsonObject();
        var keys = new List<string>();
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            var value = Value();
            if (obj.ContainsKey(key.Value))
                _repeated.Lines.Add(((int)key.Start.Line, key.Value));
            keys.Add(key.Value);
            obj[key.Value] = value;
        }

        if (keys.Count > obj.Count)
            _repeated.Add(obj, keys);
        return obj;
    }

    private static JsonNode? Resolve(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style is not ScalarStyle.Plain)
            return text;
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE" => true,
            "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when IsNumber(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
            _ => text,
        };
    }

    private static bool IsNumber(string text) => char.IsAsciiDigit(text[^1]) && text.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '+' or '-');
}
