using System.Buffers;
using System.Text;
using System.Text.Json;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Formats;
using Scanner.Publishing.Terminal;

namespace Scanner.Publishing.Explanations;

/// <summary><c>scanner explain RULE</c>.</summary>
public static class RuleGuideWriter
{
    /// <exception cref="ArgumentOutOfRangeException">No format for a rule.</exception>
    public static void Write(RuleGuide guide, OutputFormat format, TerminalTraits terminal, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(Json(guide));
                break;
            case OutputFormat.Yaml:
                using (var document = JsonDocument.Parse(Json(guide)))
                    YamlDocuments.Write([document.RootElement], output);
                break;
            case OutputFormat.Table:
                Text(guide, new Page(output, terminal, WholeNames.None));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "a rule is written as table, json or yaml");
        }
    }

    private static void Text(RuleGuide guide, Page page)
    {
        page.Title(guide.Id, guide.Title, Tone.Strong);
        page.Say(guide.Says);
        foreach (var (head, text) in Points(guide))
        {
            page.Head(head);
            page.Say(char.ToUpperInvariant(text[0]) + text[1..]);
        }

        page.Head("More");
        page.Say(guide.Docs);
    }

    private static (string Head, string Text)[] Points(RuleGuide guide) =>
    [
        ("Severity", guide.Severity + "."), ("How to confirm", guide.Confirm), ("How to mend", guide.Mend), ("When to accept", guide.Accept),
    ];

    private static string Json(RuleGuide guide)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = VisibleJsonEncoder.Instance }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            foreach (var (name, value) in ((string, string)[])
                [("rule", guide.Id), ("title", guide.Title), ("severity", guide.Severity), ("says", guide.Says), ("confirm", guide.Confirm), ("mend", guide.Mend), ("accept", guide.Accept), ("docs", guide.Docs)])
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
