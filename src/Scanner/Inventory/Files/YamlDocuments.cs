using System.Buffers;
using System.Text.Json;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.Inventory.Files;

/// <summary>Reads YAML documents, of a list one item after another, and hands them on as the JSON that kubectl makes of them.</summary>
internal sealed class YamlDocuments(YamlChunk text, string file, ObjectIntake objects, CancellationToken cancellationToken)
{
    private readonly ArrayBufferWriter<byte> _json = new();

    public void ReadAll()
    {
        while (text.NextDocument())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var nodes = new YamlNodeReader(text);
                while (nodes.NextDocument())
                    ReadDocument(nodes);
            }
            catch (YamlException e)
            {
                var hint = text.HoldsTemplate ? "; it looks like a template: give what helm template makes of it" : "";
                objects.Problem(At(e.Start.Line), $"not valid YAML, and the rest of the document is not read: {e.Message}{hint}");
            }
        }
    }

    private void ReadDocument(YamlNodeReader nodes)
    {
        var place = PlaceOf(nodes);
        if (!nodes.EnterMapping())
        {
            var root = nodes.Read();
            // What holds nothing but comments is no document to speak of.
            if (root is not YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" })
                Add(root, place);
            return;
        }

        var (list, isList, fields) = (new ObjectList(objects, place), false, new YamlMappingNode());
        while (nodes.Next(out var key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key is YamlScalarNode { Value: "items" } && nodes.EnterSequence())
            {
                isList = true;
                ReadItems(nodes, list);
                continue;
            }

            var value = nodes.Read();
            fields.Children[key] = value;
            if (key is YamlScalarNode { Value: { } name } && value is YamlScalarNode { Value: { } text })
                list.Field(name, text);
        }

        if (isList)
            list.End();
        else
            Add(fields, place);
    }

    private void ReadItems(YamlNodeReader nodes, ObjectList list)
    {
        for (var place = PlaceOf(nodes); nodes.Next(out var item); place = PlaceOf(nodes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ToJson(item, place))
                list.Item(_json.WrittenSpan, place);
        }
    }

    private void Add(YamlNode node, Place place)
    {
        if (ToJson(node, place))
            objects.Add(_json.WrittenSpan, null, place);
    }

    private bool ToJson(YamlNode node, Place place)
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true });
        try
        {
            YamlToJson.Write(writer, node);
            writer.Flush();
            return true;
        }
        catch (FormatException e)
        {
            objects.Problem(place, e.Message);
            return false;
        }
    }

    private Place PlaceOf(YamlNodeReader nodes) => At(nodes.Line);

    /// <param name="line">Of the document; the first one begins before the first line of the file.</param>
    private Place At(long line) => new(file, Math.Max(1, text.FirstLine + line - 1));
}
