using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Scanner.Publishing.Formats;

/// <summary>Writes JSON documents as YAML ones, with what is hidden in texts escaped.</summary>
internal static class YamlDocuments
{
    /// <summary>Each after the first is set off by three dashes.</summary>
    public static void Write(IEnumerable<JsonElement> documents, TextWriter output)
    {
        using var visible = new VisibleYamlText(output);
        var emitter = new Emitter(visible, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        var first = true;
        foreach (var document in documents)
        {
            emitter.Emit(new DocumentStart(null, null, isImplicit: first));
            Emit(emitter, document);
            emitter.Emit(new DocumentEnd(isImplicit: true));
            first = false;
        }

        emitter.Emit(new StreamEnd());
    }

    private static void Emit(Emitter emitter, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var property in element.EnumerateObject())
                {
                    emitter.Emit(new Scalar(property.Name));
                    Emit(emitter, property.Value);
                }

                emitter.Emit(new MappingEnd());
                break;

            case JsonValueKind.Array:
                var style = element.GetArrayLength() == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
                foreach (var item in element.EnumerateArray())
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;

            case JsonValueKind.String:
                emitter.Emit(Text(element.GetString()!));
                break;

            default:
                emitter.Emit(new Scalar(element.GetRawText()));
                break;
        }
    }

    // Quoted always: a namespace called "on" or "1e3" must come back as text, and a message may hold anything.
    private static Scalar Text(string text) =>
        new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true);
}
