using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.Kubernetes.Connection;

/// <summary>Writes a YAML node as the JSON that kubectl would make of it.</summary>
internal static class YamlToJson
{
    // Aliases can nest endlessly or multiply; a cluster's extension is small.
    private const int MostDepth = 32;

    /// <exception cref="FormatException">The node is nested too deeply or holds something JSON has no form for.</exception>
    public static void Write(Utf8JsonWriter json, YamlNode node, int depth = 0)
    {
        if (depth > MostDepth)
            throw new FormatException("is nested too deeply");
        switch (node)
        {
            case YamlMappingNode mapping:
                json.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    json.WritePropertyName((key as YamlScalarNode)?.Value ?? throw new FormatException("has a key that is not a text"));
                    Write(json, value, depth + 1);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                json.WriteStartArray();
                foreach (var item in sequence)
                    Write(json, item, depth + 1);
                json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(json, scalar);
                break;
            default:
                throw new FormatException("holds something JSON has no form for");
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            json.WriteStringValue(text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            json.WriteNullValue();
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            json.WriteBooleanValue(text[0] is 't' or 'T');
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            json.WriteNumberValue(whole);
        else if (IsFloat(text, out var number))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(text);
    }

    private static bool IsFloat(string text, out double number)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
